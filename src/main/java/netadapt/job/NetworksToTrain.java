package netadapt.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.Resource;
import netadapt.report.Numbers;
import netadapt.run.FoundArchitectures;
import netadapt.run.FoundNetwork;
import netadapt.run.RunResults;
import netadapt.search.UniformScaling;
import netadapt.settings.TrainedNetworks.Baseline;

/**
 * The networks that the step {@code train} trains, by the settings.
 *
 * @param all each once, in the order in which they are trained: the smallest found one first
 * @param scaled the uniformly scaled ones among them, by budget in the metric's unit
 */
record NetworksToTrain(List<Named> all, Map<Double, Architecture> scaled) {

  /**
   * A network to train.
   *
   * @param title that users know it by
   * @param found whether a search has found it
   */
  record Named(String title, Architecture architecture, boolean found) {
    double macs(SuperNetwork network) {
      return MacCount.count(SubNetwork.of(network, architecture));
    }
  }

  /**
   * Those of some budgets.
   *
   * @param budgets in the metric's unit, descending
   * @throws netadapt.BadInput if the search has not found a network for one of them
   */
  static NetworksToTrain of(Run run, SuperNetwork network, List<Double> budgets) {
    List<Baseline> baselines = run.settings().train().networks().baselines();
    Resource metric = run.metrics().guide();
    FoundArchitectures found = new FoundArchitectures(run.directory());
    List<Double> ascending = new ArrayList<>(budgets);
    Collections.reverse(ascending);
    Map<Architecture, String> all = new LinkedHashMap<>();
    for (double budget : ascending) {
      all.putIfAbsent(found.at(network, budget), title("found", budget, budgets, metric));
    }
    Set<Architecture> searched = Set.copyOf(all.keySet());
    if (baselines.contains(Baseline.INITIAL)) {
      all.putIfAbsent(network.full(), "initial network");
    }
    Map<Double, Architecture> scaled = new LinkedHashMap<>();
    if (baselines.contains(Baseline.SCALED)) {
      for (double budget : ascending) {
        UniformScaling.within(network, metric, budget).ifPresent(one -> scaled.put(budget, one));
      }
    }
    scaled.forEach(
        (budget, one) -> all.putIfAbsent(one, title("uniformly scaled", budget, budgets, metric)));
    List<Named> named = new ArrayList<>();
    all.forEach(
        (architecture, title) ->
            named.add(new Named(title, architecture, searched.contains(architecture))));
    return new NetworksToTrain(named, scaled);
  }

  /** The budgets of the settings whose networks are trained, in the metric's unit, descending. */
  static List<Double> budgets(Run run, SuperNetwork network) {
    return run.metrics().budgets(network, run.settings().train().networks().budgets()).values();
  }

  /** The initial network, and those of all budgets that the results have, each once. */
  static List<Architecture> ofResults(Run run, SuperNetwork network) {
    Resource metric = run.metrics().guide();
    FoundArchitectures found = new FoundArchitectures(run.directory());
    Set<Architecture> networks = new LinkedHashSet<>();
    networks.add(network.full());
    for (FoundNetwork one : RunResults.read(run.directory()).found()) {
      networks.add(found.at(network, one.budget()));
      if (one.scaled().isPresent()) {
        UniformScaling.within(network, metric, one.budget()).ifPresent(networks::add);
      }
    }
    return List.copyOf(networks);
  }

  private static String title(String what, double budget, List<Double> budgets, Resource metric) {
    return budgets.size() == 1
        ? what
        : "%s for %s %s".formatted(what, Numbers.amount(budget), metric.unit());
  }
}
