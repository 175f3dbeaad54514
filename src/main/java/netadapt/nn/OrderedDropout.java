package netadapt.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import netadapt.Seeds;
import netadapt.arch.Architecture;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;

/**
 * Draws a sub-network for every image of a batch, from a seed: widths for each image, kernels for a
 * few contiguous segments of the batch.
 *
 * @see <a href="https://arxiv.org/abs/2104.00031">NetAdaptV2, section 2.3</a>
 */
public final class OrderedDropout {
  private final SuperNetwork network;
  private final Draws draws;
  private final List<Layer.Convolution> layers;

  /**
   * @param network whose sub-networks are drawn
   * @param draws how
   */
  public OrderedDropout(SuperNetwork network, Draws draws) {
    this.network = network;
    this.draws = draws;
    this.layers = network.convolutions();
  }

  /** How many layers are searched. */
  public int layers() {
    return layers.size();
  }

  /**
   * Draws one architecture per image, as at a training's end.
   *
   * @param images at least 1
   */
  public List<Architecture> draw(int images, long seed) {
    return draw(images, 1, seed);
  }

  /**
   * Draws one architecture per image.
   *
   * @param images at least 1
   * @param done share of the training that is over, in {@code [0, 1]}
   */
  public List<Architecture> draw(int images, double done, long seed) {
    SizeDraw sizes = draws.of(images, done, Seeds.random(seed, "ordered dropout"));
    int[][] widths = new int[layers.size()][];
    int[][] kernels = new int[layers.size()][];
    for (int layer = 0; layer < layers.size(); layer++) {
      widths[layer] = sizes.widths(network.widths(layers.get(layer)));
      kernels[layer] = perDraw(sizes.kernels(network.kernels(layers.get(layer))), images);
    }
    List<Architecture> drawn = new ArrayList<>();
    for (int draw = 0; draw < draws.count(images); draw++) {
      List<LayerSize> ofDraw = new ArrayList<>();
      for (int layer = 0; layer < layers.size(); layer++) {
        ofDraw.add(new LayerSize(widths[layer][draw], kernels[layer][draw]));
      }
      Architecture architecture = new Architecture(network.name(), ofDraw);
      int sharing = Math.min(draws.imagesPerDraw(), images - drawn.size());
      drawn.addAll(Collections.nCopies(sharing, architecture));
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
    float[] encoded = new float[architectures.size() * layers.size() * 2];
    int at = 0;
    for (Architecture architecture : architectures) {
      int[] filters = SubNetwork.of(network, architecture).filters();
      for (int layer = 0; layer < layers.size(); layer++) {
        encoded[at++] = filters[layer];
        encoded[at++] = architecture.sizes().get(layer).kernel();
      }
    }
    return encoded;
  }

  /** The kernel of every sub-network. */
  private int[] perDraw(int[] ofSegments, int images) {
    int count = draws.count(images);
    int[] kernels = new int[count];
    int segments = draws.segments(images);
    for (int segment = 0; segment < segments; segment++) {
      int to = (segment + 1) * count / segments;
      Arrays.fill(kernels, segment * count / segments, to, ofSegments[segment]);
    }
    return kernels;
  }
}
