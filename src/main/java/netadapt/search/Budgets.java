package netadapt.search;

import java.util.Comparator;
import java.util.List;
import netadapt.BrokenRule;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/**
 * The resources that a search is to come down to, one after the other.
 *
 * @param values in the metric's unit, descending and distinct, at least one
 */
public record Budgets(List<Double> values) {
  public Budgets {
    values = values.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    if (values.isEmpty()) {
      throw new BrokenRule("budgets", values, "at least one budget", "[0.5]");
    }
  }

  /**
   * Reads budgets as a user gives them.
   *
   * @param given in any order; below 1 a share of the initial network's resource, else in the
   *     metric's unit
   * @throws BrokenRule if there is none, or one is not positive, already met by the initial
   *     network, or less than the smallest sub-network needs
   */
  public static Budgets of(List<Double> given, SuperNetwork network, Resource metric) {
    double initial = metric.of(SubNetwork.full(network));
    double smallest = metric.of(SubNetwork.of(network, network.smallest()));
    for (double budget : given) {
      if (!(budget > 0 && Double.isFinite(budget))) {
        throw new BrokenRule(
            "budgets",
            budget,
            "positive: below 1 a share of the initial network, else in " + metric.unit());
      }
      double absolute = absolute(budget, initial);
      if (absolute >= initial) {
        throw new BrokenRule(
            "budgets",
            budget,
            "less than the initial network has, %s %s".formatted(number(initial), metric.unit()));
      }
      if (absolute < smallest) {
        throw new BrokenRule(
            "budgets",
            budget,
            "at least what the smallest sub-network of %s has, %s %s"
                .formatted(network.name(), number(smallest), metric.unit()));
      }
    }
    return new Budgets(given.stream().map(budget -> absolute(budget, initial)).toList());
  }

  /** The last budget. */
  public double smallest() {
    return values.get(values.size() - 1);
  }

  /** Whether no budget is left for a network of this resource. */
  public boolean allMet(double resource) {
    return resource <= smallest();
  }

  /**
   * The largest budget that a network of this resource misses.
   *
   * @throws IllegalStateException if it misses none
   */
  public double next(double resource) {
    return values.stream()
        .filter(budget -> budget < resource)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("all budgets are met"));
  }

  /**
   * The budgets met by coming down from one resource to another, descending.
   *
   * @param from resource of the previous best
   * @param to resource of the new best
   */
  public List<Double> metBetween(double from, double to) {
    return values.stream().filter(budget -> to <= budget && budget < from).toList();
  }

  private static double absolute(double budget, double initial) {
    return budget < 1 ? budget * initial : budget;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? "%,d".formatted((long) value) : Double.toString(value);
  }
}
