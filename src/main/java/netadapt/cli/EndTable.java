package netadapt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import netadapt.job.Run;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;

/** What a run ends with on the console: the networks, the time spent, and where to look. */
final class EndTable {
  private EndTable() {}

  static void print(Run run, Console console) {
    print(RunResults.read(run.directory()), console);
    console.line("results: " + run.settings().run().directory());
  }

  /** The tables alone. */
  static void print(RunResults results, Console console) {
    results.initial().ifPresent(initial -> networks(initial, results.found(), console));
    console.line("");
    console.table(List.of("step", "time"), times(results.seconds()));
    console.line("");
  }

  private static void networks(
      NetworkResult initial, List<FoundNetwork> networks, Console console) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("initial", initial, initial));
    networks.forEach(found -> rows.add(row("found", found.network(), initial)));
    console.line("");
    console.table(
        List.of(
            "network", "MACs", "of initial", "parameters", "held-out*", "test*", "test, trained"),
        rows);
    console.line("* accuracy with the weights that all sub-networks share");
  }

  private static List<String> row(String name, NetworkResult network, NetworkResult initial) {
    return List.of(
        name,
        "%,d".formatted(network.macs()),
        String.format(Locale.ROOT, "%.1f%%", 100.0 * network.macs() / initial.macs()),
        "%,d".formatted(network.params()),
        accuracy(network.score()),
        accuracy(network.sharedTestAccuracy()),
        accuracy(network.testAccuracy()));
  }

  private static String accuracy(OptionalDouble share) {
    return share.isPresent()
        ? String.format(Locale.ROOT, "%.2f%%", 100 * share.getAsDouble())
        : "-";
  }

  private static List<List<String>> times(Map<String, Double> seconds) {
    List<List<String>> rows = new ArrayList<>();
    seconds.forEach((step, took) -> rows.add(List.of(step, time(took))));
    double together = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    rows.add(List.of("together", time(together)));
    return rows;
  }

  private static String time(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
