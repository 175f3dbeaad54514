package netadapt.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
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
    return new RunResults(
        root.text("network"),
        whole(root.whole("classes")),
        root.text("metric"),
        root.object("initial").map(ResultsJson::network),
        root.list("found").stream()
            .map(
                f ->
                    new FoundNetwork(
                        f.number("budget").orElse(Double.NaN),
                        network(f),
                        f.object("scaled").map(ResultsJson::network)))
            .toList(),
        whole(root.whole("test_images")),
        root.numbers("seconds"),
        root.object("emission").map(ResultsJson::emission).orElse(Emission.NONE),
        root.object("versions").map(JsonObject::allTexts).orElse(Map.of()),
        root.numbers("constant_tests"));
  }

  static String write(RunResults results) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    results.network().ifPresent(name -> root.put("network", name));
    results.classes().ifPresent(classes -> root.put("classes", classes));
    results.metric().ifPresent(metric -> root.put("metric", metric));
    put(root, "constant_tests", results.constantTests());
    results.initial().ifPresent(initial -> put(root.putObject("initial"), initial));
    if (!results.found().isEmpty()) {
      ArrayNode found = root.putArray("found");
      for (FoundNetwork one : results.found()) {
        ObjectNode node = found.addObject().put("budget", one.budget());
        put(node, one.network());
        one.scaled().ifPresent(scaled -> put(node.putObject("scaled"), scaled));
      }
    }
    results.testImages().ifPresent(images -> root.put("test_images", images));
    ObjectNode seconds = root.putObject("seconds");
    results.seconds().forEach(seconds::put);
    if (!results.emission().equals(Emission.NONE)) {
      root.putObject("emission")
          .put("device_hours", results.emission().deviceHours())
          .put("co2_pounds", results.emission().pounds());
    }
    if (!results.versions().isEmpty()) {
      ObjectNode versions = root.putObject("versions");
      results.versions().forEach(versions::put);
    }
    return root.toPrettyString() + "\n";
  }

  private static Emission emission(JsonObject node) {
    return new Emission(node.number("device_hours").orElse(0), node.number("co2_pounds").orElse(0));
  }

  private static OptionalInt whole(OptionalLong number) {
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  private static NetworkResult network(JsonObject node) {
    return new NetworkResult(
        node.text("architecture_id").orElse(""),
        new Costs(
            node.whole("macs").orElse(0), node.whole("params").orElse(0), node.numbers("costs")),
        node.number("measured_ms"),
        node.number("score"),
        node.number("shared_test_accuracy"),
        node.text("training"),
        node.number("test_accuracy"),
        node.numbers("further_tests"));
  }

  private static void put(ObjectNode node, NetworkResult network) {
    node.put("architecture_id", network.architectureId());
    node.put("macs", network.macs());
    node.put("params", network.params());
    if (!network.costs().further().isEmpty()) {
      ObjectNode further = node.putObject("costs");
      network.costs().further().forEach(further::put);
    }
    put(node, "measured_ms", network.measuredMillis());
    put(node, "score", network.score());
    put(node, "shared_test_accuracy", network.sharedTestAccuracy());
    network.training().ifPresent(folder -> node.put("training", folder));
    put(node, "test_accuracy", network.testAccuracy());
    put(node, "further_tests", network.furtherTests());
  }

  private static void put(ObjectNode node, String key, Map<String, Double> numbers) {
    if (!numbers.isEmpty()) {
      ObjectNode all = node.putObject(key);
      numbers.forEach(all::put);
    }
  }

  private static void put(ObjectNode node, String key, OptionalDouble value) {
    value.ifPresent(number -> node.put(key, number));
  }
}
