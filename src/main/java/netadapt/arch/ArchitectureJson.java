package netadapt.arch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import netadapt.BadInput;

/** The architecture file: {@code {"network": …, "layers": [{"name", "filters", "kernel"}, …]}}. */
public final class ArchitectureJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Set<String> KEYS = Set.of("name", "filters", "kernel");

  private ArchitectureJson() {}

  /** One line that names every searched layer; kernels of 1 are left out. */
  public static String write(SuperNetwork network, Architecture architecture) {
    ObjectNode root = JSON.createObjectNode().put("network", architecture.network());
    ArrayNode layers = root.putArray("layers");
    List<Layer.Convolution> searched = network.convolutions();
    for (int i = 0; i < searched.size(); i++) {
      LayerSize size = architecture.sizes().get(i);
      ObjectNode layer =
          layers.addObject().put("name", searched.get(i).name()).put("filters", size.filters());
      if (searched.get(i).kernel() > 1) {
        layer.put("kernel", size.kernel());
      }
    }
    return root.toString();
  }

  /**
   * Reads an architecture; layers it does not list keep their full size.
   *
   * @param where the file, for messages
   * @throws BadInput if it is not JSON, or not an architecture of this network
   */
  public static Architecture read(SuperNetwork network, String json, String where) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      // Jackson's hint where something began shows the whole text.
      String problem = e.getOriginalMessage().replaceFirst("(?s) \\(start marker at.*", "");
      throw new BadInput(where + " is not JSON: " + problem, e);
    }
    String named = root.path("network").asText("");
    if (!named.equals(network.name())) {
      throw new BadInput(
          "network is \"%s\" but the architecture is read for %s (%s)"
              .formatted(named, network.name(), where));
    }
    if (!root.path("layers").isArray()) {
      throw new BadInput("layers must be a list (" + where + ")");
    }
    Architecture architecture = network.full();
    Set<String> listed = new HashSet<>();
    for (JsonNode layer : root.path("layers")) {
      String name = layer.path("name").asText("");
      if (!listed.add(name)) {
        throw new BadInput("layer \"%s\" is listed twice (%s)".formatted(name, where));
      }
      architecture = apply(network, architecture, layer, where);
    }
    return architecture;
  }

  /** A short name that equal architectures of a network share: 16 hexadecimal digits. */
  public static String id(SuperNetwork network, Architecture architecture) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(write(network, architecture).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Architecture apply(
      SuperNetwork network, Architecture architecture, JsonNode layer, String where) {
    String name = layer.path("name").asText("");
    layer
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                throw new BadInput(
                    "layer %s has a key \"%s\" but may only have name, filters and kernel (%s)"
                        .formatted(name, key, where));
              }
            });
    List<Layer.Convolution> searched = network.convolutions();
    for (int i = 0; i < searched.size(); i++) {
      Layer.Convolution full = searched.get(i);
      if (full.name().equals(name)) {
        int filters = number(layer, "filters", full.filters(), name, where);
        int kernel = number(layer, "kernel", full.kernel(), name, where);
        if (filters < 0 || filters > full.filters()) {
          throw new BadInput(
              "filters of layer %s is %d but must be from 0 to %d (%s)"
                  .formatted(name, filters, full.filters(), where));
        }
        if (!network.kernels(full).contains(kernel)) {
          throw new BadInput(
              "kernel of layer %s is %d but must be one of %s (%s)"
                  .formatted(name, kernel, network.kernels(full), where));
        }
        return architecture.with(i, new LayerSize(filters, kernel));
      }
    }
    throw new BadInput(
        "layer \"%s\" is not a searched layer of %s (%s)".formatted(name, network.name(), where));
  }

  private static int number(JsonNode layer, String key, int missing, String name, String where) {
    JsonNode value = layer.get(key);
    if (value == null) {
      return missing;
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw new BadInput(
          "%s of layer %s is %s but must be a whole number (%s)"
              .formatted(key, name, value, where));
    }
    return value.intValue();
  }
}
