package netadapt.run;

import java.util.ArrayList;
import java.util.List;
import netadapt.BadInput;

/**
 * An architecture as the tables of a run hold it, for readers without its super-network.
 *
 * @param network that it is of
 * @param layers every searched layer, in the network's order
 */
public record WrittenArchitecture(String network, List<Layer> layers) {
  public WrittenArchitecture {
    layers = List.copyOf(layers);
  }

  /**
   * What an architecture says of one layer.
   *
   * @param filters that remain
   * @param kernel side of the kernel
   */
  public record Layer(String name, int filters, int kernel) {}

  /**
   * Reads an architecture.
   *
   * @param json as {@link netadapt.arch.ArchitectureJson} writes it
   * @param where it is from, for messages
   * @throws BadInput if it is not JSON
   */
  static WrittenArchitecture read(String json, String where) {
    JsonObject root = JsonObject.parse(json, where);
    List<Layer> layers = new ArrayList<>();
    for (JsonObject layer : root.list("layers")) {
      layers.add(
          new Layer(
              layer.text("name").orElse(""),
              (int) layer.whole("filters").orElse(0),
              (int) layer.whole("kernel").orElse(1)));
    }
    return new WrittenArchitecture(root.text("network").orElse(""), layers);
  }
}
