package netadapt.arch;

import java.io.Serializable;
import java.util.List;

/**
 * Layers that follow each other, optionally with a sum around them.
 *
 * @param name unique within the network, such as {@code b2}
 * @param layers at least one
 * @param residual whether the block's input is added to its last output; the shorter of the two is
 *     padded with zero channels
 */
public record Block(String name, List<Layer> layers, boolean residual) implements Serializable {
  public Block {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("block " + name + " has no layers");
    }
  }

  /** The layers whose widths and kernels are searched, in order. */
  public List<Layer.Convolution> convolutions() {
    return layers.stream()
        .filter(Layer.Convolution.class::isInstance)
        .map(Layer.Convolution.class::cast)
        .toList();
  }
}
