package netadapt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import netadapt.report.EstimatedCarbon;
import netadapt.report.FurtherTests;
import netadapt.report.Numbers;
import netadapt.report.ShrinkingCost;
import netadapt.report.ShrinkingGain;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;
import netadapt.task.Quality;
import netadapt.task.ScoreUnit;
import netadapt.task.Task;

/** What a run ends with on the console: the networks, the time spent, and where to look. */
final class EndTable {
  private EndTable() {}

  /**
   * @param fineTuned whether the search has scored networks with weights of their own
   * @param task what the networks tell of images
   * @param metric of the accuracies
   */
  static void print(
      RunResults results, boolean fineTuned, Task task, Quality metric, Console console) {
    ScoreUnit unit = metric.unit();
    results
        .initial()
        .ifPresent(initial -> networks(initial, results.found(), fineTuned, unit, console));
    ShrinkingGain.lines(results).forEach(console::line);
    ShrinkingCost.lines(results, unit).forEach(console::line);
    FurtherTests.lines(results, task, metric).forEach(console::line);
    console.line("");
    console.table(List.of("step", "time"), times(results.seconds()));
    EstimatedCarbon.line(results).ifPresent(console::line);
    console.line("");
  }

  private static void networks(
      NetworkResult initial,
      List<FoundNetwork> networks,
      boolean fineTuned,
      ScoreUnit unit,
      Console console) {
    boolean measured =
        networks.stream().anyMatch(found -> found.network().measuredMillis().isPresent());
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("initial", initial, initial, measured, unit));
    for (FoundNetwork found : networks) {
      rows.add(row("found", found.network(), initial, measured, unit));
      found.scaled().ifPresent(scaled -> rows.add(row("scaled", scaled, initial, measured, unit)));
    }
    console.line("");
    console.table(header(initial, measured, fineTuned), rows);
    console.line("* " + unit.noun() + " with the weights that all sub-networks share");
    if (fineTuned) {
      console.line(
          "held-out: %s with the weights that the search has fine-tuned".formatted(unit.noun()));
    }
    if (networks.stream().anyMatch(found -> found.network().sharedTestAccuracy().isPresent())) {
      console.line(
          "held-out images chose the networks, test images did not: compare networks by test*");
    }
  }

  private static List<String> header(NetworkResult initial, boolean measured, boolean fineTuned) {
    List<String> header = new ArrayList<>(List.of("network", "MACs", "of initial", "parameters"));
    for (String metric : initial.costs().further().keySet()) {
      header.add(Numbers.metric(metric));
      header.add("of initial");
    }
    if (measured) {
      header.add("measured (ms)");
    }
    header.addAll(List.of(fineTuned ? "held-out" : "held-out*", "test*", "test, trained"));
    return header;
  }

  private static List<String> row(
      String name, NetworkResult network, NetworkResult initial, boolean measured, ScoreUnit unit) {
    List<String> row = new ArrayList<>();
    row.add(name);
    row.add(Numbers.amount(network.macs()));
    row.add(Numbers.share(network.macs(), initial.macs()));
    row.add(Numbers.amount(network.params()));
    initial
        .costs()
        .further()
        .forEach(
            (metric, whole) -> {
              Double cost = network.costs().further().get(metric);
              row.add(cost == null ? "-" : Numbers.significant(cost));
              row.add(cost == null ? "-" : Numbers.share(cost, whole));
            });
    if (measured) {
      OptionalDouble millis = network.measuredMillis();
      row.add(millis.isPresent() ? Numbers.significant(millis.getAsDouble()) : "-");
    }
    row.add(accuracy(network.score(), unit));
    row.add(accuracy(network.sharedTestAccuracy(), unit));
    row.add(accuracy(network.testAccuracy(), unit));
    return row;
  }

  /** An accuracy, or a dash where nothing was tested. */
  static String accuracy(OptionalDouble score, ScoreUnit unit) {
    return score.isPresent() ? unit.text(score.getAsDouble()) : "-";
  }

  private static List<List<String>> times(Map<String, Double> seconds) {
    List<List<String>> rows = new ArrayList<>();
    seconds.forEach((step, took) -> rows.add(List.of(step, Numbers.duration(took))));
    double together = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    rows.add(List.of("together", Numbers.duration(together)));
    return rows;
  }
}
