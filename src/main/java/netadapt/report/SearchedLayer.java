package netadapt.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What an architecture says of one layer.
 *
 * @param filters that remain
 * @param kernel side of the kernel
 */
record SearchedLayer(String name, int filters, int kernel) {
  /**
   * Reads the layers of an architecture.
   *
   * @param architecture as the tables of a run hold it, with every layer listed
   */
  static List<SearchedLayer> of(JsonNode architecture) {
    List<SearchedLayer> layers = new ArrayList<>();
    for (JsonNode layer : architecture.path("layers")) {
      layers.add(
          new SearchedLayer(
              layer.path("name").asText(),
              layer.path("filters").asInt(),
              layer.path("kernel").asInt(1)));
    }
    return layers;
  }
}
