package netadapt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import netadapt.report.Numbers;
import netadapt.report.ShrinkingCost;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;

/** What a run ends with on the console: the networks, the time spent, and where to look. */
final class EndTable {
  private EndTable() {}

  /**
   * @param fineTuned whether the search has scored networks with weights of their own
   */
  static void print(RunResults results, boolean fineTuned, Console console) {
    results.initial().ifPresent(initial -> networks(initial, results.found(), fineTuned, console));
    ShrinkingCost.lines(results).forEach(console::line);
    console.line("");
    console.table(List.of("step", "time"), times(results.seconds()));
    console.line("");
  }

  private static void networks(
      NetworkResult initial, List<FoundNetwork> networks, boolean fineTuned, Console console) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("initial", initial, initial));
    for (FoundNetwork found : networks) {
      rows.add(row("found", found.network(), initial));
      found.scaled().ifPresent(scaled -> rows.add(row("scaled", scaled, initial)));
    }
    console.line("");
    String heldOut = fineTuned ? "held-out" : "held-out*";
    console.table(
        List.of("network", "MACs", "of initial", "parameters", heldOut, "test*", "test, trained"),
        rows);
    console.line("* accuracy with the weights that all sub-networks share");
    if (fineTuned) {
      console.line("held-out: accuracy with the weights that the search has fine-tuned");
    }
    if (networks.stream().anyMatch(found -> found.network().sharedTestAccuracy().isPresent())) {
      console.line(
          "held-out images chose the networks, test images did not: compare networks by test*");
    }
  }

  private static List<String> row(String name, NetworkResult network, NetworkResult initial) {
    return List.of(
        name,
        Numbers.amount(network.macs()),
        Numbers.share(network.macs(), initial.macs()),
        Numbers.amount(network.params()),
        accuracy(network.score()),
        accuracy(network.sharedTestAccuracy()),
        accuracy(network.testAccuracy()));
  }

  /** An accuracy, or a dash where nothing was tested. */
  static String accuracy(OptionalDouble share) {
    return share.isPresent() ? Numbers.accuracy(share.getAsDouble()) : "-";
  }

  private static List<List<String>> times(Map<String, Double> seconds) {
    List<List<String>> rows = new ArrayList<>();
    seconds.forEach((step, took) -> rows.add(List.of(step, Numbers.duration(took))));
    double together = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    rows.add(List.of("together", Numbers.duration(together)));
    return rows;
  }
}
