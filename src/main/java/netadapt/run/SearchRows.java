package netadapt.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;
import netadapt.search.Expectation;
import netadapt.search.FrontPoint;
import netadapt.search.Iteration;
import netadapt.search.Move;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.search.Spread;
import netadapt.search.Stage;
import netadapt.search.Strategy;

/** Makes rows of a search's iterations, and samples and scores of rows. */
final class SearchRows {
  private final SuperNetwork network;
  private final Provenance provenance;
  private final Strategy strategy;
  private final Resource guide;
  private final List<Resource> further;

  /**
   * @param strategy of the search
   * @param guide the metric that guides the search
   * @param recorded metrics to be recorded too; MACs and parameters always are
   */
  SearchRows(
      SuperNetwork network,
      Provenance provenance,
      Strategy strategy,
      Resource guide,
      List<Resource> recorded) {
    this.network = network;
    this.provenance = provenance;
    this.strategy = strategy;
    this.guide = guide;
    Map<String, Resource> distinct = new LinkedHashMap<>();
    Stream.concat(Stream.of(guide), recorded.stream())
        .filter(metric -> !Costs.always(metric.name()))
        .forEach(metric -> distinct.putIfAbsent(metric.name(), metric));
    this.further = List.copyOf(distinct.values());
  }

  TypedTable<SampleRow> samples() {
    return SampleRow.table(columns());
  }

  TypedTable<TrajectoryRow> trajectory() {
    return TrajectoryRow.table(columns());
  }

  TypedTable<FrontRow> front() {
    return FrontRow.table(columns());
  }

  List<SampleRow> sampleRows(Iteration iteration) {
    return IntStream.range(0, iteration.samples().size())
        .mapToObj(index -> sampleRow(iteration, index))
        .toList();
  }

  TrajectoryRow trajectoryRow(Iteration iteration, List<Double> budgetsMet) {
    Stage stage = iteration.stage();
    Sample best = iteration.best().sample();
    Spread spread = Spread.of(iteration.scores());
    return new TrajectoryRow(
        provenance.runId(),
        iteration.index(),
        guide.name(),
        stage.kind().word(),
        stage.budget(),
        stage.target(),
        best.resource(),
        costs(best.architecture()),
        iteration.best().score().value(),
        iteration.bestExpected().mean(),
        iteration.bestExpected().deviation(),
        iteration.best().iteration(),
        best.index(),
        spread.deviation(),
        spread.error(),
        WrittenArchitecture.of(network, best.architecture()),
        ArchitectureJson.id(network, best.architecture()),
        iteration.samples().size(),
        (int) iteration.scores().stream().filter(Score::failed).count(),
        budgetsMet.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(budgetsMet.get(budgetsMet.size() - 1)),
        iteration.seconds());
  }

  FrontRow frontRow(FrontPoint point) {
    Sample sample = point.scored().sample();
    return new FrontRow(
        WrittenArchitecture.of(network, sample.architecture()),
        ArchitectureJson.id(network, sample.architecture()),
        costs(sample.architecture()),
        point.scored().score().value(),
        point.scored().score().error(),
        point.expected().mean(),
        point.expected().deviation(),
        point.scored().iteration(),
        sample.index());
  }

  /**
   * The sample of a row.
   *
   * @param before networks of earlier iterations, by their ids
   * @param where the row is from, for messages
   * @throws BadInput if a parent is not among them
   */
  Sample sample(SampleRow row, Map<String, Architecture> before, String where) {
    return new Sample(
        row.sample(),
        row.architecture().in(network, where),
        Move.of(row.move()),
        row.parents().stream().map(id -> parent(id, before, where)).toList(),
        row.shrunkLayers(),
        row.grownLayers(),
        row.costs().of(guide.name()));
  }

  private static Architecture parent(String id, Map<String, Architecture> before, String where) {
    Architecture parent = before.get(id);
    if (parent == null) {
      throw new BadInput(
          "parent is %s but no earlier iteration has it: start in a new run directory (%s)"
              .formatted(id, where));
    }
    return parent;
  }

  static Score score(SampleRow row) {
    return new Score(
        row.sample(),
        row.score().orElse(Double.NaN),
        row.scoreError().orElse(0),
        row.correct(),
        row.images(),
        row.dropped(),
        row.seconds(),
        row.runtimeSeconds(),
        row.executor());
  }

  static Expectation expectation(SampleRow row) {
    return new Expectation(
        row.expectedScore().orElse(Double.NaN), row.expectedDeviation().orElse(Double.NaN));
  }

  private SampleRow sampleRow(Iteration iteration, int index) {
    Sample sample = iteration.samples().get(index);
    Score score = iteration.scores().get(index);
    Expectation expected = iteration.expected().get(index);
    return new SampleRow(
        iteration.index(),
        sample.index(),
        strategy.word(),
        sample.move().word(),
        sample.parents().stream().map(parent -> ArchitectureJson.id(network, parent)).toList(),
        WrittenArchitecture.of(network, sample.architecture()),
        ArchitectureJson.id(network, sample.architecture()),
        sample.shrunk(),
        sample.grown(),
        costs(sample.architecture()),
        score.failed() ? OptionalDouble.empty() : OptionalDouble.of(score.value()),
        score.failed() ? OptionalDouble.empty() : OptionalDouble.of(score.error()),
        iteration.predicted().get(index),
        OptionalDouble.of(expected.mean()),
        OptionalDouble.of(expected.deviation()),
        score.correct(),
        score.images(),
        score.dropped(),
        provenance,
        score.seconds(),
        score.runtimeSeconds(),
        score.executor(),
        iteration.selected(index));
  }

  private Costs costs(Architecture architecture) {
    return Costs.of(SubNetwork.of(network, architecture), further);
  }

  private List<String> columns() {
    return further.stream().map(Resource::name).toList();
  }
}
