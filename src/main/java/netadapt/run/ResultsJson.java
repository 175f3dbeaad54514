package netadapt.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import netadapt.BadInput;

/** The keys of {@code results.json}; what is empty has none. */
final class ResultsJson {
  private ResultsJson() {}

  /**
   * Reads results; keys it does not know are left out.
   *
   * @param where they are from, for messages
   * @throws BadInput if the text is not a JSON object
   */
  static RunResults read(String json, String where) {
    JsonObject root = JsonObject.parse(json, where);
    OptionalLong classes = root.whole("classes");
    return new RunResults(
        root.text("network"),
        classes.isPresent() ? OptionalInt.of((int) classes.getAsLong()) : OptionalInt.empty(),
        root.text("metric"),
        root.object("initial").map(ResultsJson::network),
        root.list("found").stream()
            .map(f -> new FoundNetwork(f.number("budget").orElse(Double.NaN), network(f)))
            .toList(),
        root.numbers("seconds"),
        root.text("trained"),
        root.text("exported"));
  }

  static String write(RunResults results) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    results.network().ifPresent(name -> root.put("network", name));
    results.classes().ifPresent(classes -> root.put("classes", classes));
    results.metric().ifPresent(metric -> root.put("metric", metric));
    results.initial().ifPresent(initial -> put(root.putObject("initial"), initial));
    if (!results.found().isEmpty()) {
      ArrayNode found = root.putArray("found");
      results.found().forEach(f -> put(found.addObject().put("budget", f.budget()), f.network()));
    }
    ObjectNode seconds = root.putObject("seconds");
    results.seconds().forEach(seconds::put);
    results.trained().ifPresent(id -> root.put("trained", id));
    results.exported().ifPresent(id -> root.put("exported", id));
    return root.toPrettyString() + "\n";
  }

  private static NetworkResult network(JsonObject node) {
    return new NetworkResult(
        node.text("architecture_id").orElse(""),
        node.whole("macs").orElse(0),
        node.whole("params").orElse(0),
        node.number("score"),
        node.number("shared_test_accuracy"),
        node.number("test_accuracy"));
  }

  private static void put(ObjectNode node, NetworkResult network) {
    node.put("architecture_id", network.architectureId());
    node.put("macs", network.macs());
    node.put("params", network.params());
    put(node, "score", network.score());
    put(node, "shared_test_accuracy", network.sharedTestAccuracy());
    put(node, "test_accuracy", network.testAccuracy());
  }

  private static void put(ObjectNode node, String key, OptionalDouble value) {
    value.ifPresent(number -> node.put(key, number));
  }
}
