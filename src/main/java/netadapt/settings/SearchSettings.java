package netadapt.settings;

import java.util.List;

/**
 * How the search shrinks the network.
 *
 * @param metric {@code macs} or {@code params}
 * @param budgets descending; from 1, in the metric's unit; below 1, shares of the initial network's
 * @param samples sub-networks scored in each iteration (the paper's J)
 * @param layers layers that each of them shrinks (L)
 * @param reduction share of the initial cost saved by the first iteration (r), in (0, 1)
 * @param decay of the reduction in each further iteration (d), in (0, 1]
 * @param selector how the winner of an iteration is picked
 * @param racing whether samples are dropped once they are known not to be the best
 * @param racingConfidence that the best of an iteration is not dropped, in (0, 1)
 * @param seed decides which layers are drawn
 */
public record SearchSettings(
    String metric,
    List<Double> budgets,
    int samples,
    int layers,
    double reduction,
    double decay,
    Selector selector,
    boolean racing,
    double racingConfidence,
    long seed) {
  public SearchSettings {
    budgets = List.copyOf(budgets);
  }

  /** How the winner of an iteration is picked. */
  public enum Selector {
    HIGHEST_SCORE,
    LEAST_LOSS_PER_SAVING
  }

  static SearchSettings read(Section search) {
    SearchSettings settings =
        new SearchSettings(
            search.text("metric"),
            search.numbers(
                "budgets", SearchSettings::descend, "one or more numbers above 0, descending"),
            search.integer("samples", 1),
            search.integer("layers", 1),
            search.number("reduction", x -> x > 0 && x < 1, "more than 0 and below 1"),
            search.number("decay", x -> x > 0 && x <= 1, "more than 0 and at most 1"),
            search.choice("selector", Selector.class),
            search.flag("racing"),
            search.number("racing-confidence", x -> x > 0 && x < 1, "more than 0 and below 1"),
            search.seed("seed"));
    if (settings.racing() && settings.selector() != Selector.HIGHEST_SCORE) {
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
