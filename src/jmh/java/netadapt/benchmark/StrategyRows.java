package netadapt.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import netadapt.search.BudgetPlan;
import netadapt.search.ChooseBy;
import netadapt.search.DescentPlan;
import netadapt.search.ProposalPlan;
import netadapt.search.ReductionSchedule;
import netadapt.search.SearchPlan;
import netadapt.search.Selector;
import netadapt.search.Strategy;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** The rows about search strategies: how close they come to the best networks there are. */
final class StrategyRows {
  private static final List<Double> BUDGETS = List.of(0.8, 0.65, 0.5, 0.35, 0.2);
  private static final int SEEDS = 20;
  private static final ProposalPlan INFORMED = new ProposalPlan(ProposalPlan.By.EXPECTED, 10, 0.5);

  private final KnownSpace space;
  private final int seeds;
  private final int samples;
  private final DescentPlan descent;
  private final BudgetPlan atBudgets;

  /** Whether one layer alone can take off what an iteration has to. */
  private final boolean singleLayers;

  private StrategyRows(
      KnownSpace space,
      int seeds,
      int samples,
      DescentPlan descent,
      BudgetPlan atBudgets,
      boolean singleLayers) {
    this.space = space;
    this.seeds = seeds;
    this.samples = samples;
    this.descent = descent;
    this.atBudgets = atBudgets;
    this.singleLayers = singleLayers;
  }

  /** {@link GridSpace} and {@link LatencySpace}. */
  static List<Line> strategies(Effort effort) {
    List<Line> lines = new ArrayList<>();
    lines.addAll(
        new StrategyRows(
                new GridSpace(7), effort.of(SEEDS, 2), 100, descent(3, 0.05), budgets(100, 6), true)
            .lines());
    lines.addAll(
        new StrategyRows(
                new LatencySpace(5),
                effort.of(SEEDS, 1),
                50,
                descent(10, 0.03),
                budgets(10, 3),
                false)
            .lines());
    return lines;
  }

  private static DescentPlan descent(int layers, double reduction) {
    ReductionSchedule schedule = new ReductionSchedule(reduction, 1);
    return new DescentPlan(layers, true, schedule, Selector.HIGHEST_SCORE);
  }

  private static BudgetPlan budgets(int rounds, int patience) {
    return new BudgetPlan(rounds, patience, 20, BudgetPlan.Breeding.ONCE_FOR_ALL);
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (int images : List.of(0, 10_000, 1_000)) {
      List<StrategyTrial> exchange =
          trials(
              images, seed -> plan(Strategy.EXCHANGE, seed).with(ChooseBy.EXPECTED).with(INFORMED));
      int networks = (int) exchange.stream().mapToInt(StrategyTrial::networks).average().orElse(0);
      lines.add(line(images, "exchange", exchange));
      others(networks).forEach((name, plan) -> lines.add(line(images, name, trials(images, plan))));
    }
    return lines;
  }

  /** The other strategies, with about as many networks where they can use as many. */
  private Map<String, LongFunction<SearchPlan>> others(int networks) {
    int rounds = Math.max(1, Math.round((float) networks / samples / BUDGETS.size()));
    BudgetPlan asMany = budgets(rounds, rounds);
    DescentPlan all =
        new DescentPlan(descent.layers(), false, descent.schedule(), descent.selector());
    DescentPlan single = new DescentPlan(1, true, descent.schedule(), descent.selector());
    int descents = (int) Math.ceil((1 - 0.2) / descent.schedule().reduction());
    int wide = Math.max(samples, networks / descents);
    Map<String, LongFunction<SearchPlan>> plans = new LinkedHashMap<>();
    plans.put("exchange by scores", seed -> plan(Strategy.EXCHANGE, seed));
    plans.put("evolution", seed -> plan(Strategy.EVOLUTION, seed).with(asMany));
    plans.put("random", seed -> plan(Strategy.RANDOM, seed).with(asMany));
    plans.put("descent", seed -> wide(wide, seed));
    plans.put("descent, expected", seed -> wide(wide, seed).with(ChooseBy.EXPECTED));
    plans.put("descent, a fifth, expected", seed -> wide(wide / 5, seed).with(ChooseBy.EXPECTED));
    plans.put("descent, all L", seed -> wide(wide, seed).with(all));
    if (singleLayers) {
      plans.put("descent, L = 1", seed -> wide(wide, seed).with(single));
    }
    return plans;
  }

  private SearchPlan plan(Strategy strategy, long seed) {
    return SearchPlan.descent(samples, descent.layers(), descent.schedule(), seed)
        .with(descent)
        .with(strategy)
        .with(atBudgets);
  }

  private SearchPlan wide(int wide, long seed) {
    return SearchPlan.descent(wide, descent.layers(), descent.schedule(), seed).with(descent);
  }

  private List<StrategyTrial> trials(int images, LongFunction<SearchPlan> plan) {
    return LongStream.rangeClosed(1, seeds)
        .parallel()
        .mapToObj(seed -> StrategyTrial.run(space, BUDGETS, plan.apply(seed), images, seed))
        .toList();
  }

  private Line line(int images, String strategy, List<StrategyTrial> trials) {
    SummaryStatistics lost = new SummaryStatistics();
    trials.forEach(trial -> lost.addValue(trial.meanLost()));
    String what =
        String.format(
            Locale.ROOT,
            "%s, %s: %s, %,.0f networks",
            space.name(),
            images == 0 ? "exact scores" : String.format(Locale.ROOT, "%,d images", images),
            strategy,
            trials.stream().mapToInt(StrategyTrial::networks).average().orElseThrow());
    List<Long> found =
        IntStream.range(0, BUDGETS.size())
            .mapToObj(budget -> trials.stream().filter(trial -> trial.found(budget)).count())
            .toList();
    String value =
        String.format(
            Locale.ROOT,
            "%.3f ± %.3f points below the best",
            lost.getMean(),
            ConfidenceInterval.half(lost));
    String range = "best found by budget: %s of %d".formatted(found, trials.size());
    System.err.println(what + ": " + value + "; " + range);
    return new Line("strategies", what, value, range, "");
  }
}
