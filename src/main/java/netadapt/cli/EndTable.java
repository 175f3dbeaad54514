package netadapt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import netadapt.NetAdapt;
import netadapt.job.Results;

/** What a run ends with on the console: the networks, the time spent, and where to look. */
final class EndTable {
  private EndTable() {}

  static void print(NetAdapt run, String name, Console console) {
    JsonNode results = new Results(run.runDirectory()).read();
    console.line("");
    console.table(
        List.of(
            "network", "MACs", "of initial", "parameters", "held-out*", "test*", "test, trained"),
        networks(results));
    console.line("* accuracy with the weights that all sub-networks share");
    console.line("");
    console.table(List.of("step", "time"), times(results.path("seconds")));
    console.line("");
    console.line("results: " + name);
  }

  private static List<List<String>> networks(JsonNode results) {
    List<List<String>> rows = new ArrayList<>();
    JsonNode initial = results.path("initial");
    rows.add(row("initial", initial, initial));
    for (JsonNode found : results.path("found")) {
      rows.add(row("found", found, initial));
    }
    return rows;
  }

  private static List<String> row(String name, JsonNode network, JsonNode initial) {
    double share = network.path("macs").asDouble() / initial.path("macs").asDouble();
    return List.of(
        name,
        "%,d".formatted(network.path("macs").asLong()),
        String.format(Locale.ROOT, "%.1f%%", 100 * share),
        "%,d".formatted(network.path("params").asLong()),
        percent(network.path("score")),
        percent(network.path("shared_test_accuracy")),
        percent(network.path("test_accuracy")));
  }

  private static String percent(JsonNode share) {
    return share.isNumber() ? String.format(Locale.ROOT, "%.2f%%", 100 * share.asDouble()) : "-";
  }

  private static List<List<String>> times(JsonNode seconds) {
    List<List<String>> rows = new ArrayList<>();
    double sum = 0;
    for (Iterator<Map.Entry<String, JsonNode>> all = seconds.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> step = all.next();
      sum += step.getValue().asDouble();
      rows.add(List.of(step.getKey(), time(step.getValue().asDouble())));
    }
    rows.add(List.of("together", time(sum)));
    return rows;
  }

  private static String time(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
