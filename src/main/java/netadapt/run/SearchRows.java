package netadapt.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;
import netadapt.search.Iteration;
import netadapt.search.Sample;
import netadapt.search.Score;

/** Makes rows of a search's iterations, and samples and scores of rows. */
final class SearchRows {
  private final SuperNetwork network;
  private final Provenance provenance;
  private final Resource guide;
  private final List<Resource> further;

  /**
   * @param guide the metric that guides the search
   * @param recorded metrics to be recorded too; MACs and parameters always are
   */
  SearchRows(SuperNetwork network, Provenance provenance, Resource guide, List<Resource> recorded) {
    this.network = network;
    this.provenance = provenance;
    this.guide = guide;
    Map<String, Resource> distinct = new LinkedHashMap<>();
    Stream.concat(Stream.of(guide), recorded.stream())
        .filter(metric -> !Costs.always(metric.name()))
        .forEach(metric -> distinct.putIfAbsent(metric.name(), metric));
    this.further = List.copyOf(distinct.values());
  }

  /** The samples' table of an iteration. */
  TypedTable<SampleRow> samples(int iteration) {
    return SampleRow.table(iteration, columns());
  }

  TypedTable<TrajectoryRow> trajectory() {
    return TrajectoryRow.table(columns());
  }

  List<SampleRow> sampleRows(Iteration iteration) {
    return IntStream.range(0, iteration.samples().size())
        .mapToObj(index -> sampleRow(iteration, index))
        .toList();
  }

  TrajectoryRow trajectoryRow(Iteration iteration, List<Double> budgetsMet) {
    Sample best = iteration.best();
    return new TrajectoryRow(
        provenance.runId(),
        iteration.index(),
        guide.name(),
        iteration.target(),
        best.resource(),
        costs(best.architecture()),
        iteration.bestScore().value(),
        ArchitectureJson.write(network, best.architecture()),
        ArchitectureJson.id(network, best.architecture()),
        iteration.samples().size(),
        (int) iteration.scores().stream().filter(Score::failed).count(),
        budgetsMet.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(budgetsMet.get(budgetsMet.size() - 1)),
        iteration.seconds());
  }

  /**
   * The sample of a row.
   *
   * @param where the row is from, for messages
   */
  Sample sample(SampleRow row, String where) {
    return new Sample(
        row.sample(),
        ArchitectureJson.read(network, row.architecture(), where),
        row.shrunkLayers(),
        row.costs().of(guide.name()));
  }

  static Score score(SampleRow row) {
    return new Score(
        row.sample(),
        row.score().orElse(Double.NaN),
        row.correct(),
        row.images(),
        row.dropped(),
        row.seconds(),
        row.runtimeSeconds(),
        row.executor());
  }

  private SampleRow sampleRow(Iteration iteration, int index) {
    Sample sample = iteration.samples().get(index);
    Score score = iteration.scores().get(index);
    return new SampleRow(
        iteration.index(),
        sample.index(),
        ArchitectureJson.id(network, iteration.parent()),
        ArchitectureJson.write(network, sample.architecture()),
        ArchitectureJson.id(network, sample.architecture()),
        sample.shrunk(),
        costs(sample.architecture()),
        score.failed() ? OptionalDouble.empty() : OptionalDouble.of(score.value()),
        score.correct(),
        score.images(),
        score.dropped(),
        provenance,
        score.seconds(),
        score.runtimeSeconds(),
        score.executor(),
        index == iteration.winner());
  }

  private Costs costs(Architecture architecture) {
    return Costs.of(SubNetwork.of(network, architecture), further);
  }

  private List<String> columns() {
    return further.stream().map(Resource::name).toList();
  }
}
