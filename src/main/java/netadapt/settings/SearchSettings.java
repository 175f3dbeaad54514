package netadapt.settings;

import java.util.List;
import netadapt.search.ReductionSchedule;
import netadapt.search.SearchPlan;
import netadapt.search.Selector;

/**
 * How the search shrinks the network.
 *
 * @param metric {@code macs} or {@code params}
 * @param budgets descending; from 1, in the metric's unit; below 1, shares of the initial network's
 * @param plan how it proceeds from iteration to iteration
 * @param racing whether samples are dropped once they are known not to be the best
 * @param racingConfidence that the best of an iteration is not dropped, in (0, 1)
 */
public record SearchSettings(
    String metric, List<Double> budgets, SearchPlan plan, boolean racing, double racingConfidence) {
  public SearchSettings {
    budgets = List.copyOf(budgets);
  }

  static SearchSettings read(Section search) {
    SearchSettings settings =
        new SearchSettings(
            search.text("metric"),
            search.numbers(
                "budgets", SearchSettings::descend, "one or more numbers above 0, descending"),
            new SearchPlan(
                search.integer("samples", 1),
                search.integer("layers", 1),
                new ReductionSchedule(
                    search.number("reduction", x -> x > 0 && x < 1, "more than 0 and below 1"),
                    search.number("decay", x -> x > 0 && x <= 1, "more than 0 and at most 1")),
                search.choice("selector", Selector.class),
                search.seed("seed")),
            search.flag("racing"),
            search.number("racing-confidence", x -> x > 0 && x < 1, "more than 0 and below 1"));
    if (settings.racing() && settings.plan().selector() != Selector.HIGHEST_SCORE) {
      search.broken("racing", "false unless selector is highest-score");
    }
    search.finish();
    return settings;
  }

  /** Whether shares and absolute numbers, which cannot be compared here, each descend. */
  private static boolean descend(List<Double> budgets) {
    for (int i = 1; i < budgets.size(); i++) {
      boolean alike = (budgets.get(i) < 1) == (budgets.get(i - 1) < 1);
      if (alike && budgets.get(i) >= budgets.get(i - 1)) {
        return false;
      }
    }
    return !budgets.isEmpty() && budgets.stream().allMatch(budget -> budget > 0);
  }
}
