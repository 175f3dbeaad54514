package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import netadapt.BadInput;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;
import netadapt.plan.Goal;
import netadapt.search.Budgets;
import netadapt.search.Forecast;
import netadapt.settings.Settings;

/** Looks at each budget and each limit by itself. */
final class PlannedGoals {
  private final Settings settings;
  private final SuperNetwork network;
  private final Metrics metrics;

  PlannedGoals(Settings settings, SuperNetwork network, Metrics metrics) {
    this.settings = settings;
    this.network = network;
    this.metrics = metrics;
  }

  /**
   * The budgets, then the limits.
   *
   * @param forecast of the search, if it can be done
   */
  List<Goal> of(Optional<Forecast> forecast) {
    List<Goal> goals = new ArrayList<>();
    for (double given : settings.search().budgets()) {
      Optional<String> problem =
          problem(() -> Budgets.of(List.of(given), network, metrics.guide()));
      double most = most(given, metrics.guide());
      OptionalInt iterations =
          forecast.isPresent()
              ? OptionalInt.of(forecast.get().iterationsTo(most))
              : OptionalInt.empty();
      goals.add(goal("search.budgets", metrics.guide(), most, iterations, problem));
    }
    for (Map.Entry<String, Double> limit : settings.search().limits().entrySet()) {
      Resource metric = metrics.named(limit.getKey());
      Optional<String> problem = problem(() -> metrics.limit(metric.name(), network));
      double most = most(limit.getValue(), metric);
      goals.add(goal("search.limits", metric, most, OptionalInt.empty(), problem));
    }
    return goals;
  }

  private Goal goal(
      String setting,
      Resource metric,
      double most,
      OptionalInt iterations,
      Optional<String> problem) {
    double share = most / initial(metric);
    return new Goal(setting, metric.name(), metric.unit(), most, share, iterations, problem);
  }

  private double most(double given, Resource metric) {
    return given < 1 ? given * initial(metric) : given;
  }

  private double initial(Resource metric) {
    return metric.of(SubNetwork.full(network));
  }

  private Optional<String> problem(Supplier<?> reading) {
    try {
      settings.using("search", reading);
      return Optional.empty();
    } catch (BadInput mistake) {
      return Optional.of(mistake.getMessage());
    }
  }
}
