package netadapt.arch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The initial network, whose sub-networks make up the search space.
 *
 * @param name as in {@code conf/networks}
 * @param input shape of one image
 * @param widthChoices how many widths a layer may have, 0 and full included (the paper's 9 or 11)
 * @param blocks in order; the last ends in the classifier
 */
public record SuperNetwork(String name, Shape input, int widthChoices, List<Block> blocks)
    implements Serializable {
  public SuperNetwork {
    blocks = List.copyOf(blocks);
    if (widthChoices < 2) {
      throw new IllegalArgumentException(
          "width choices is " + widthChoices + " but must be at least 2 (none and full)");
    }
    Set<String> names = new HashSet<>();
    for (Block block : blocks) {
      for (Layer layer : block.layers()) {
        if (!names.add(layer.name())) {
          throw new IllegalArgumentException("two layers are named " + layer.name());
        }
      }
    }
    List<Layer> last = blocks.get(blocks.size() - 1).layers();
    if (!(last.get(last.size() - 1) instanceof Layer.Dense)) {
      throw new IllegalArgumentException("network " + name + " does not end in a dense layer");
    }
  }

  /** The searched layers, in order; an {@link Architecture} has one size for each. */
  public List<Layer.Convolution> convolutions() {
    return blocks.stream().flatMap(block -> block.convolutions().stream()).toList();
  }

  /** How many classes the classifier tells apart. */
  public int classes() {
    List<Layer> last = blocks.get(blocks.size() - 1).layers();
    return ((Layer.Dense) last.get(last.size() - 1)).units();
  }

  /** Every layer at its full size. */
  public Architecture full() {
    return new Architecture(
        name, convolutions().stream().map(c -> new LayerSize(c.filters(), c.kernel())).toList());
  }

  /** Every layer bypassed: the smallest sub-network there is. */
  public Architecture smallest() {
    return new Architecture(
        name, convolutions().stream().map(c -> new LayerSize(0, kernels(c).get(0))).toList());
  }

  /** The widths a layer may have: a uniform grid from 0 to full, rounded, ascending, distinct. */
  public List<Integer> widths(Layer.Convolution layer) {
    return IntStream.range(0, widthChoices)
        .map(i -> (int) Math.round((double) i * layer.filters() / (widthChoices - 1)))
        .distinct()
        .boxed()
        .toList();
  }

  /** The kernels a layer may have: odd sizes from 3 to full, ascending; its own if that is 1. */
  public List<Integer> kernels(Layer.Convolution layer) {
    if (layer.kernel() < 3) {
      return List.of(layer.kernel());
    }
    List<Integer> kernels = new ArrayList<>();
    for (int kernel = 3; kernel <= layer.kernel(); kernel += 2) {
      kernels.add(kernel);
    }
    return kernels;
  }
}
