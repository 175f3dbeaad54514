package netadapt.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.search.BudgetPlan;
import netadapt.search.ChooseBy;
import netadapt.search.DescentPlan;
import netadapt.search.ProposalPlan;
import netadapt.search.ReductionSchedule;
import netadapt.search.SearchPlan;
import netadapt.search.Selector;
import netadapt.search.Strategy;

/**
 * How the search looks for networks.
 *
 * @param metric {@code macs}, {@code params}, or one of a table's or of the user's own
 * @param budgets descending; from 1, in the metric's unit; below 1, shares of the initial network's
 * @param limits what no network may exceed beside them, by metric; like budgets
 * @param plan how it proceeds from iteration to iteration
 * @param racing whether samples are dropped once they are known not to be the best
 * @param racingConfidence that the best of an iteration is not dropped, in (0, 1)
 */
public record SearchSettings(
    String metric,
    List<Double> budgets,
    Map<String, Double> limits,
    SearchPlan plan,
    boolean racing,
    double racingConfidence) {
  public SearchSettings {
    budgets = List.copyOf(budgets);
    limits = Map.copyOf(limits);
  }

  static SearchSettings read(Section search) {
    SearchSettings settings =
        new SearchSettings(
            search.text("metric"),
            search.numbers(
                "budgets", SearchSettings::descend, "one or more numbers above 0, descending"),
            limits(search.section("limits")),
            plan(search),
            search.flag("racing"),
            search.number("racing-confidence", x -> x > 0 && x < 1, "more than 0 and below 1"));
    if (settings.racing() && settings.plan().descent().selector() != Selector.HIGHEST_SCORE) {
      search.broken("racing", "false unless selector is highest-score");
    }
    search.finish();
    return settings;
  }

  private static SearchPlan plan(Section search) {
    return new SearchPlan(
        search.choice("strategy", Strategy.class),
        search.integer("samples", 1),
        new DescentPlan(
            search.integer("layers", 1),
            search.flag("undo-needless"),
            new ReductionSchedule(
                search.number("reduction", x -> x > 0 && x < 1, "more than 0 and below 1"),
                search.number("decay", x -> x > 0 && x <= 1, "more than 0 and at most 1")),
            search.choice("selector", Selector.class)),
        new BudgetPlan(
            search.integer("rounds", 1),
            search.integer("patience", 1),
            search.integer("parents", 1),
            breeding(search.section("evolution"))),
        search.choice("choose-by", ChooseBy.class),
        new ProposalPlan(
            search.choice("propose-by", ProposalPlan.By.class),
            search.integer("candidates", 1),
            search.number("random-share", x -> x >= 0 && x <= 1, "from 0 to 1")),
        search.seed("seed"));
  }

  private static BudgetPlan.Breeding breeding(Section evolution) {
    BudgetPlan.Breeding breeding =
        new BudgetPlan.Breeding(
            positiveShare(evolution, "parent-share"),
            positiveShare(evolution, "mutation-probability"),
            evolution.number("mutation-share", x -> x >= 0 && x <= 1, "from 0 to 1"));
    evolution.finish();
    return breeding;
  }

  private static double positiveShare(Section section, String key) {
    return section.number(key, x -> x > 0 && x <= 1, "more than 0 and at most 1");
  }

  private static Map<String, Double> limits(Section section) {
    Map<String, Double> limits = new LinkedHashMap<>();
    for (String metric : section.keys()) {
      limits.put(metric, section.amount(metric, x -> x > 0, "more than 0"));
    }
    return limits;
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
