package netadapt.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.SuperNetwork;
import netadapt.cost.CostTable;
import netadapt.cost.MacCount;
import netadapt.cost.ParameterCount;
import netadapt.cost.Resource;
import netadapt.cost.TableCost;
import netadapt.measure.Processor;
import netadapt.run.CostTableFile;
import netadapt.search.Budgets;
import netadapt.search.Limit;
import netadapt.settings.SearchSettings;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;

/**
 * What networks cost: MACs, parameters, the metrics of tables and those of the user's own, which
 * Java's {@link ServiceLoader} finds. One of them guides the search.
 */
final class Metrics {
  private static final String TABLE = "latency.table";

  /** Columns that stand beside those of metrics. */
  private static final Set<String> RESERVED =
      Set.of(
          "network",
          "budget",
          "architecture_id",
          "measured_ms",
          "score",
          "shared_test_accuracy",
          "training",
          "test_accuracy");

  private final SearchSettings search;
  private final Map<String, Resource> all = new LinkedHashMap<>();
  private final List<TableCost> tables = new ArrayList<>();
  private final List<Map<String, String>> devices = new ArrayList<>();

  private Metrics(SearchSettings search) {
    this.search = search;
  }

  /**
   * Reads the tables.
   *
   * @param hadoop says how to reach their file systems
   * @throws BadInput if one cannot be read, or two metrics have one name
   * @throws BrokenRule if the search names a metric that there is not
   */
  static Metrics of(Settings settings, Configuration hadoop) {
    Metrics metrics = new Metrics(settings.search());
    metrics.add(new MacCount());
    metrics.add(new ParameterCount());
    for (String file : settings.latency().tables()) {
      CostTable table = CostTableFile.read(file, TABLE, hadoop);
      TableCost cost = new TableCost(table, file);
      metrics.add(cost);
      metrics.tables.add(cost);
      metrics.devices.add(table.about());
    }
    try {
      ServiceLoader.load(Resource.class).forEach(metrics::add);
    } catch (ServiceConfigurationError e) {
      throw new BadInput("a metric of your own cannot be used: " + e.getMessage(), e);
    }
    metrics.guide();
    metrics.checkLimits();
    return metrics;
  }

  /** The same where there is no Spark yet: by its settings of Hadoop. */
  static Metrics of(Settings settings) {
    return of(settings, HadoopSettings.of(settings.spark()));
  }

  private void add(Resource metric) {
    if (RESERVED.contains(metric.name())) {
      throw new BadInput(
          "a metric is called %s, as a column of results is: give it another name"
              .formatted(metric.name()));
    }
    Resource before = all.putIfAbsent(metric.name(), metric);
    if (before != null) {
      throw new BadInput(
          "two metrics are called %s: leave out a table of %s, or a class of your own"
              .formatted(metric.name(), TABLE));
    }
  }

  private void checkLimits() {
    for (String name : search.limits().keySet()) {
      if (!all.containsKey(name)) {
        throw new BrokenRule("limits", "of " + name, "of " + words());
      }
    }
  }

  /** The names, as a rule says them: {@code macs, params or latency_ms}. */
  private String words() {
    return String.join(", ", all.keySet()).replaceFirst(", ([^,]*)$", " or $1");
  }

  /** What guides the search. */
  Resource guide() {
    return Optional.ofNullable(all.get(search.metric()))
        .orElseThrow(() -> new BrokenRule("metric", search.metric(), words(), "macs"));
  }

  /** All that there are, MACs and parameters first. */
  List<Resource> all() {
    return List.copyOf(all.values());
  }

  /** What is written of every network beside MACs and parameters. */
  List<Resource> further() {
    return all.values().stream().skip(2).toList();
  }

  /**
   * With how many threads a network can be measured on this machine, to be compared with a table.
   *
   * @return empty if no table was measured on a processor like this one's
   */
  OptionalInt threadsHere() {
    return devices.stream()
        .filter(about -> Processor.name().equals(about.get("processor")))
        .map(about -> about.getOrDefault("threads", "1"))
        .filter(threads -> threads.matches("[1-9][0-9]{0,3}"))
        .mapToInt(Integer::parseInt)
        .findFirst();
  }

  /** Where the search looks for networks. */
  Budgets budgets(SuperNetwork network) {
    return budgets(network, search.budgets());
  }

  /**
   * Budgets of the metric that guides the search.
   *
   * @param given descending; below 1, shares of the initial network's cost
   */
  Budgets budgets(SuperNetwork network, List<Double> given) {
    return Budgets.of(given, network, guide());
  }

  /** What no network may exceed beside its budget. */
  List<Limit> limits(SuperNetwork network) {
    return search.limits().keySet().stream().map(name -> limit(name, network)).toList();
  }

  /** The limit of one metric, which has one. */
  Limit limit(String name, SuperNetwork network) {
    return Limit.of(search.limits().get(name), network, all.get(name));
  }

  /** A metric, by its name. */
  Resource named(String name) {
    return all.get(name);
  }

  /**
   * Looks whether the tables know all networks that a search may come to.
   *
   * @throws BadInput if one does not
   */
  void check(SuperNetwork network) {
    tables.forEach(table -> table.check(network));
  }
}
