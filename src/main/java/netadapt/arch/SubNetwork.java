package netadapt.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * A super-network with an architecture applied: what each layer reads, keeps and gives.
 *
 * @param network the super-network
 * @param architecture what remains of its searched layers
 * @param blocks one per block of the super-network
 */
public record SubNetwork(SuperNetwork network, Architecture architecture, List<SubBlock> blocks) {
  public SubNetwork {
    blocks = List.copyOf(blocks);
  }

  /**
   * One layer of the sub-network.
   *
   * @param layer at its full size
   * @param input shape of what reaches it
   * @param filters filters that remain and have something to read; what a layer at the network's
   *     end gives
   * @param kernel side of the kernel that remains; 1 for layers without
   * @param output shape of what leaves it; channels {@code [filters, output.channels)} of a
   *     convolution are its bypassed input channels
   */
  public record SubLayer(Layer layer, Shape input, int filters, int kernel, Shape output) {
    /** Whether the layer has filters whose results are normalised. */
    public boolean normalized() {
      return layer instanceof Layer.Convolution convolution
          && convolution.batchNorm()
          && filters > 0;
    }
  }

  /**
   * One block of the sub-network.
   *
   * @param block at its full size
   * @param input shape of what reaches it
   * @param layers empty if the block is removed
   * @param skipped channels of what the skip adds; 0 without a skip
   * @param output shape of what leaves it: with a sum, the longest of what is added
   */
  public record SubBlock(
      Block block, Shape input, List<SubLayer> layers, int skipped, Shape output) {
    public SubBlock {
      layers = List.copyOf(layers);
    }

    /** Whether nothing is left of a residual block but its input. */
    public boolean removed() {
      return layers.isEmpty();
    }

    /** Shape of what the block's layers give, before any sum. */
    public Shape branch() {
      return removed() ? input : layers.get(layers.size() - 1).output();
    }

    /** Shape of what the block gives before its skip is added. */
    public Shape own() {
      Shape branch = branch();
      return block.residual()
          ? branch.withChannels(Math.max(input.channels(), branch.channels()))
          : branch;
    }
  }

  /** The super-network itself as a sub-network. */
  public static SubNetwork full(SuperNetwork network) {
    return of(network, network.full());
  }

  /**
   * Follows the channels through the network.
   *
   * @throws IllegalArgumentException if the architecture is not one of this network's
   */
  public static SubNetwork of(SuperNetwork network, Architecture architecture) {
    check(network, architecture);
    List<SubBlock> blocks = new ArrayList<>(network.blocks().size());
    Shape shape = network.input();
    int next = 0;
    for (Block block : network.blocks()) {
      int searched = searched(block);
      List<LayerSize> sizes = architecture.sizes().subList(next, next + searched);
      SubBlock sub = follow(block, shape, blocks, sizes);
      blocks.add(sub);
      shape = sub.output();
      next += searched;
    }
    return new SubNetwork(network, architecture, blocks);
  }

  /** All layers that remain, in order. */
  public List<SubLayer> layers() {
    return blocks.stream().flatMap(block -> block.layers().stream()).toList();
  }

  /** Per searched layer, the filters that remain and have something to read. */
  public int[] filters() {
    int[] filters = new int[architecture.sizes().size()];
    int next = 0;
    for (SubBlock sub : blocks) {
      int at = next;
      for (SubLayer layer : sub.layers()) {
        if (layer.layer() instanceof Layer.Convolution) {
          filters[at++] = layer.filters();
        }
      }
      next += searched(sub.block());
    }
    return filters;
  }

  /**
   * The same network by its one canonical name: filters that have nothing to read are not counted,
   * and a layer without filters has its smallest kernel.
   */
  public Architecture canonical() {
    int[] filters = filters();
    List<LayerSize> sizes = new ArrayList<>(filters.length);
    for (Block block : network.blocks()) {
      for (Layer layer : block.layers()) {
        if (layer instanceof Layer.Convolution convolution) {
          int i = sizes.size();
          int kernel =
              filters[i] == 0 ? convolution.smallestKernel() : architecture.sizes().get(i).kernel();
          sizes.add(new LayerSize(filters[i], kernel));
        }
      }
    }
    return new Architecture(architecture.network(), sizes);
  }

  /**
   * @param before the blocks before it, one of which its skip may add
   * @throws IllegalArgumentException if the skip cannot be added
   */
  static SubBlock follow(Block block, Shape input, List<SubBlock> before, List<LayerSize> sizes) {
    List<SubLayer> layers =
        block.residual() && emptied(sizes) ? List.of() : layers(block, input, sizes);
    SubBlock alone = new SubBlock(block, input, layers, 0, input);
    Shape own = alone.own();
    int skipped = block.skips() ? Skip.of(block, own, before).channels() : 0;
    Shape output = own.withChannels(Math.max(own.channels(), skipped));
    return new SubBlock(block, input, layers, skipped, output);
  }

  private static List<SubLayer> layers(Block block, Shape input, List<LayerSize> sizes) {
    List<SubLayer> layers = new ArrayList<>();
    Shape shape = input;
    int next = 0;
    for (Layer layer : block.layers()) {
      LayerSize size = layer instanceof Layer.Convolution ? sizes.get(next++) : null;
      SubLayer sub = follow(layer, shape, size);
      layers.add(sub);
      shape = sub.output();
    }
    return layers;
  }

  private static boolean emptied(List<LayerSize> sizes) {
    for (LayerSize size : sizes) {
      if (size.filters() > 0) {
        return false;
      }
    }
    return true;
  }

  private static SubLayer follow(Layer layer, Shape input, LayerSize size) {
    if (layer instanceof Layer.Convolution convolution) {
      int filters = convolution.effectiveFilters(input.channels(), size.filters());
      int channels = convolution.outputChannels(input.channels(), filters);
      return new SubLayer(
          layer, input, filters, size.kernel(), input.strided(convolution.stride(), channels));
    }
    if (layer instanceof Layer.SqueezeExcite) {
      return new SubLayer(layer, input, input.channels(), 1, input);
    }
    if (layer instanceof Layer.GlobalAveragePool) {
      Shape pooled = new Shape(1, 1, input.channels());
      return new SubLayer(layer, input, input.channels(), 1, pooled);
    }
    if (layer instanceof Layer.Upsample upsample) {
      return new SubLayer(layer, input, input.channels(), 1, input.upsampled(upsample.factor()));
    }
    if (layer instanceof Layer.Pixelwise end) {
      return new SubLayer(layer, input, end.channels(), 1, input.withChannels(end.channels()));
    }
    Layer.Dense dense = (Layer.Dense) layer;
    return new SubLayer(layer, input, dense.units(), 1, new Shape(1, 1, dense.units()));
  }

  /** How many layers of a block are searched. Drafts of samples are followed by the thousand. */
  private static int searched(Block block) {
    int searched = 0;
    for (Layer layer : block.layers()) {
      searched += layer instanceof Layer.Convolution ? 1 : 0;
    }
    return searched;
  }

  private static void check(SuperNetwork network, Architecture architecture) {
    int searched = 0;
    for (Block block : network.blocks()) {
      searched += searched(block);
    }
    if (!architecture.network().equals(network.name()) || architecture.sizes().size() != searched) {
      throw new IllegalArgumentException(
          "architecture of %s with %d layers is not one of %s, which has %d"
              .formatted(
                  architecture.network(), architecture.sizes().size(), network.name(), searched));
    }
    int next = 0;
    for (Block block : network.blocks()) {
      for (Layer layer : block.layers()) {
        if (layer instanceof Layer.Convolution convolution) {
          check(network, convolution, architecture.sizes().get(next++));
        }
      }
    }
  }

  private static void check(SuperNetwork network, Layer.Convolution layer, LayerSize size) {
    boolean mayHaveWidth =
        size.filters() >= layer.fewestFilters() && size.filters() <= layer.filters();
    if (!mayHaveWidth || !layer.mayHave(size.kernel())) {
      throw new IllegalArgumentException(
          "layer %s has %d filters and kernel %d but may have %d to %d filters and kernels %s"
              .formatted(
                  layer.name(),
                  size.filters(),
                  size.kernel(),
                  layer.fewestFilters(),
                  layer.filters(),
                  network.kernels(layer)));
    }
  }
}
