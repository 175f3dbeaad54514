package netadapt.benchmark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import netadapt.arch.Architecture;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.onnx.OnnxModel;
import netadapt.search.BudgetPlan;
import netadapt.search.Budgets;
import netadapt.search.ChooseBy;
import netadapt.search.Journal;
import netadapt.search.Landing;
import netadapt.search.ProposalPlan;
import netadapt.search.ReductionSchedule;
import netadapt.search.Search;
import netadapt.search.SearchListener;
import netadapt.search.SearchPlan;
import netadapt.search.Strategy;

/**
 * The rows about what a search itself takes: drawing samples, fitting the score model to all
 * scores, expecting those of candidates and choosing; beside the scoring of the same samples.
 */
final class ProposingRows {
  private static final List<Double> BUDGETS = List.of(0.8, 0.65, 0.5, 0.35, 0.2);
  private static final int HELD_OUT = 10_000;
  private static final int SAMPLES = 200;
  private static final int LAYERS = 10;
  private static final double REDUCTION = 0.03;
  private static final int BATCH = 16;
  private static final int BATCHES = 4;

  private ProposingRows() {}

  /**
   * An exchange search of {@link LatencySpace} for more than 10,000 networks, again and again, each
   * time followed by the networks that it found at each budget, in ONNX Runtime.
   */
  static List<Line> proposing(Effort effort) {
    LatencySpace space = new LatencySpace(5);
    int rounds = effort.of(5, 1);
    List<Double> own = new ArrayList<>();
    List<Double> scoring = new ArrayList<>();
    int networks = 0;
    for (int seed = 1; seed <= effort.of(3, 1); seed++) {
      Set<Architecture> scored = new HashSet<>();
      List<Landing> landings = new ArrayList<>();
      SearchPlan plan = plan(rounds, seed);
      double millis = Stopwatch.millis(() -> landings.addAll(search(space, plan, scored)));
      networks = scored.size();
      own.add(millis / networks);
      scoring.add(scoringMillis(space.network(), landings));
    }
    Series shares = new Series(own).over(new Series(scoring)).times(100);
    String what =
        "%s, %d layers, J = %d, %,d networks: "
            .formatted(space.name(), space.network().convolutions().size(), SAMPLES, networks);
    return List.of(
        Line.ratio("proposing", what + "ms per network", new Series(own), ""),
        Line.ratio(
            "proposing",
            what + "%% of its scoring on %,d images".formatted(HELD_OUT),
            shares,
            "2"));
  }

  private static SearchPlan plan(int rounds, long seed) {
    return SearchPlan.descent(SAMPLES, LAYERS, new ReductionSchedule(REDUCTION, 1), seed)
        .with(Strategy.EXCHANGE)
        .with(new BudgetPlan(rounds, rounds, 20, BudgetPlan.Breeding.ONCE_FOR_ALL))
        .with(ChooseBy.EXPECTED)
        .with(new ProposalPlan(ProposalPlan.By.EXPECTED, 10, 0.5));
  }

  private static List<Landing> search(
      LatencySpace space, SearchPlan plan, Set<Architecture> scored) {
    Budgets budgets = Budgets.of(BUDGETS, space.network(), space.metric());
    return new Search(space.network(), space.metric(), budgets, plan)
        .run(
            (iteration, samples) -> {
              samples.forEach(sample -> scored.add(sample.architecture()));
              return StrategyTrial.scores(space, samples, HELD_OUT, plan.seed());
            },
            Journal.none(),
            SearchListener.NONE)
        .landings();
  }

  /** Of one network on one core, the mean of those found, which are from large to small. */
  private static double scoringMillis(SuperNetwork network, List<Landing> landings) {
    Weights weights = RandomModel.weights(network);
    TimedBatches batches =
        TimedBatches.of(network, RandomModel.shards(network, BATCH, 1).get(0), BATCHES);
    double millis = 0;
    for (Landing landing : landings) {
      SubNetwork sub = SubNetwork.of(network, landing.found().sample().architecture());
      byte[] model = OnnxModel.write(sub, Slicer.slice(weights, sub), Map.of());
      millis += batches.run(model).millis();
    }
    return millis / landings.size() / batches.timedImages() * HELD_OUT;
  }
}
