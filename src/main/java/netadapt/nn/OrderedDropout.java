package netadapt.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netadapt.Seeds;
import netadapt.arch.Architecture;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;

/**
 * Draws a sub-network for every image of a batch, from a seed.
 *
 * <p>Per layer, every width is drawn almost equally often: the list of widths, repeated to the
 * number of images, shuffled. Kernels are drawn for a few contiguous segments of the batch.
 *
 * @see <a href="https://arxiv.org/abs/2104.00031">NetAdaptV2, section 2.3</a>
 */
public final class OrderedDropout {
  private final SuperNetwork network;
  private final int kernelSegments;
  private final List<Layer.Convolution> layers;

  /**
   * @param network whose sub-networks are drawn
   * @param kernelSegments segments of a batch that draw their own kernels, at least 1
   */
  public OrderedDropout(SuperNetwork network, int kernelSegments) {
    this.network = network;
    this.kernelSegments = kernelSegments;
    this.layers = network.convolutions();
  }

  /** How many layers are searched. */
  public int layers() {
    return layers.size();
  }

  /**
   * Draws one architecture per image.
   *
   * @param images at least 1
   */
  public List<Architecture> draw(int images, long seed) {
    SplittableRandom random = Seeds.random(seed, "ordered dropout");
    int[][] widths = new int[layers.size()][];
    int[][] kernels = new int[layers.size()][];
    for (int layer = 0; layer < layers.size(); layer++) {
      widths[layer] = shuffled(network.widths(layers.get(layer)), images, random);
      kernels[layer] = perSegment(network.kernels(layers.get(layer)), images, random);
    }
    List<Architecture> drawn = new ArrayList<>();
    for (int image = 0; image < images; image++) {
      List<LayerSize> sizes = new ArrayList<>();
      for (int layer = 0; layer < layers.size(); layer++) {
        sizes.add(new LayerSize(widths[layer][image], kernels[layer][image]));
      }
      drawn.add(new Architecture(network.name(), sizes));
    }
    return drawn;
  }

  /**
   * The graph's second input for the architectures of a batch.
   *
   * @return {@code [images, layers, 2]} in row-major order: the filters that remain and have
   *     something to read, and the kernel
   */
  public float[] encode(List<Architecture> architectures) {
    float[] draws = new float[architectures.size() * layers.size() * 2];
    int at = 0;
    for (Architecture architecture : architectures) {
      int[] filters = SubNetwork.of(network, architecture).filters();
      for (int layer = 0; layer < layers.size(); layer++) {
        draws[at++] = filters[layer];
        draws[at++] = architecture.sizes().get(layer).kernel();
      }
    }
    return draws;
  }

  /** The choices, each {@code floor(images / choices)} or one more times, in random order. */
  private static int[] shuffled(List<Integer> choices, int images, SplittableRandom random) {
    int[] order = choices.stream().mapToInt(Integer::intValue).toArray();
    shuffle(order, random); // so that which choices come once more is random too
    int[] drawn = new int[images];
    for (int image = 0; image < images; image++) {
      drawn[image] = order[image % order.length];
    }
    shuffle(drawn, random);
    return drawn;
  }

  private int[] perSegment(List<Integer> choices, int images, SplittableRandom random) {
    int[] drawn = new int[images];
    for (int segment = 0; segment < kernelSegments; segment++) {
      int kernel = choices.get(random.nextInt(choices.size()));
      int to = (segment + 1) * images / kernelSegments;
      for (int image = segment * images / kernelSegments; image < to; image++) {
        drawn[image] = kernel;
      }
    }
    return drawn;
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
