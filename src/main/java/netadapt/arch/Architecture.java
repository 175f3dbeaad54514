package netadapt.arch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A sub-network of a super-network: the size of every searched layer, in the network's order.
 *
 * @param network name of the super-network
 * @param sizes one per searched layer
 */
public record Architecture(String network, List<LayerSize> sizes) implements Serializable {
  public Architecture {
    sizes = List.copyOf(sizes);
  }

  /** The same architecture with one layer's size changed. */
  public Architecture with(int layer, LayerSize size) {
    List<LayerSize> changed = new ArrayList<>(sizes);
    changed.set(layer, size);
    return new Architecture(network, changed);
  }
}
