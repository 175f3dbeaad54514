package netadapt.arch;

import java.io.Serializable;
import java.util.List;

/**
 * Layers that follow each other, optionally with sums around them.
 *
 * @param name unique within the network, such as {@code b2}
 * @param layers at least one
 * @param residual whether the block's input is added to its last output; the shorter of the two is
 *     padded with zero channels. If nothing is left of the layers, the input is all there is
 * @param skip name of an earlier block whose output is added to what this one gives, likewise
 *     padded, whatever is left of the layers; empty for none
 */
public record Block(String name, List<Layer> layers, boolean residual, String skip)
    implements Serializable {
  public Block {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("block " + name + " has no layers");
    }
  }

  /** A block without a skip. */
  public Block(String name, List<Layer> layers, boolean residual) {
    this(name, layers, residual, "");
  }

  /** Whether the output of an earlier block is added. */
  public boolean skips() {
    return !skip.isEmpty();
  }

  /** The layers whose widths and kernels are searched, in order. */
  public List<Layer.Convolution> convolutions() {
    return layers.stream()
        .filter(Layer.Convolution.class::isInstance)
        .map(Layer.Convolution.class::cast)
        .toList();
  }
}
