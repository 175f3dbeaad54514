package netadapt.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.ParameterCount;
import netadapt.cost.Resource;
import netadapt.run.RunDirectory;
import netadapt.search.Landing;
import netadapt.search.Score;
import netadapt.search.SearchResult;
import org.apache.hadoop.fs.Path;

/** What a run has come to so far, in {@code found/results.json} and {@code architecture.json}. */
public final class Results {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunDirectory directory;
  private final Path file;

  public Results(RunDirectory directory) {
    this.directory = directory;
    this.file = new Path(directory.found(), "results.json");
  }

  /** Where the architecture for the smallest budget is. */
  static Path architecture(RunDirectory directory) {
    return new Path(directory.found(), "architecture.json");
  }

  boolean hasArchitecture() {
    return directory.exists(architecture(directory));
  }

  /**
   * The architecture found for the smallest budget.
   *
   * @throws BadInput if there is none yet
   */
  Architecture architecture(SuperNetwork network) {
    Path path = architecture(directory);
    if (!directory.exists(path)) {
      throw new BadInput("no architecture in %s: run search first".formatted(path));
    }
    return ArchitectureJson.read(network, directory.readText(path), path.toString());
  }

  /** All there is; empty at first. */
  public ObjectNode read() {
    if (!directory.exists(file)) {
      return JSON.createObjectNode();
    }
    try {
      return (ObjectNode) JSON.readTree(directory.readText(file));
    } catch (JsonProcessingException | ClassCastException e) {
      throw new BadInput(file + " is not a JSON object: remove it or restore it", e);
    }
  }

  /** A step took so long; what an earlier, stopped call spent on it counts too. */
  public void took(String step, double seconds) {
    ObjectNode results = read();
    ObjectNode all = results.withObject("/seconds");
    all.put(step, Math.round(10 * (all.path(step).asDouble(0) + seconds)) / 10.0);
    write(results);
  }

  void searched(SuperNetwork network, Resource metric, Score first, SearchResult result) {
    ObjectNode results = read();
    results.put("network", network.name());
    results.put("classes", network.classes());
    results.put("metric", metric.name());
    JsonNode before = results.path("initial").path("shared_test_accuracy");
    ObjectNode initial = results.putObject("initial");
    describe(initial, network, network.full());
    initial.put("score", first.value());
    if (before.isNumber()) {
      initial.set("shared_test_accuracy", before);
    }
    JsonNode tested = results.path("found").deepCopy();
    ArrayNode found = results.putArray("found");
    for (Landing landing : result.landings()) {
      ObjectNode entry = found.addObject().put("budget", landing.budget());
      describe(entry, network, landing.architecture());
      entry.put("score", landing.score().value());
      String id = entry.path("architecture_id").asText();
      tested.forEach(
          old -> {
            if (old.path("architecture_id").asText().equals(id)) {
              old.fields().forEachRemaining(field -> entry.set(field.getKey(), field.getValue()));
            }
          });
    }
    write(results);
  }

  /** Whether the network with this architecture is trained and, if there are images, tested. */
  boolean trained(String architectureId) {
    return read().path("trained").asText().equals(architectureId);
  }

  void trained(SuperNetwork network, Architecture architecture) {
    write(read().put("trained", ArchitectureJson.id(network, architecture)));
  }

  /**
   * Keeps accuracies on the test images.
   *
   * @param initial of the initial network with the shared weights
   * @param shared of the found network with the shared weights
   * @param trained of the found network with its own
   */
  void tested(
      SuperNetwork network,
      Architecture architecture,
      double initial,
      double shared,
      double trained) {
    ObjectNode results = read();
    results.withObject("/initial").put("shared_test_accuracy", initial);
    String id = ArchitectureJson.id(network, architecture);
    for (JsonNode entry : results.path("found")) {
      if (entry.path("architecture_id").asText().equals(id)) {
        ((ObjectNode) entry).put("shared_test_accuracy", shared).put("test_accuracy", trained);
      }
    }
    write(results);
  }

  boolean isExported(String architectureId) {
    return read().path("exported").asText().equals(architectureId);
  }

  void exported(String architectureId) {
    write(read().put("exported", architectureId));
  }

  private static void describe(ObjectNode node, SuperNetwork network, Architecture architecture) {
    SubNetwork sub = SubNetwork.of(network, architecture);
    node.put("architecture_id", ArchitectureJson.id(network, architecture));
    node.put("macs", MacCount.count(sub));
    node.put("params", ParameterCount.count(sub));
  }

  private void write(ObjectNode results) {
    directory.commitText(file, results.toPrettyString() + "\n");
  }
}
