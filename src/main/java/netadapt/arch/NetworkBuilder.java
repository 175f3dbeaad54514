package netadapt.arch;

import java.util.ArrayList;
import java.util.List;
import netadapt.arch.SubNetwork.SubBlock;

/**
 * Builds a super-network block by block, following its channels and giving every layer its bypass
 * limit.
 */
public final class NetworkBuilder {
  private final String name;
  private final Shape input;
  private final int widthChoices;
  private final int bypassBudget;
  private int widthDivisor = 1;
  private boolean bypasses = true;
  private final List<SubBlock> blocks = new ArrayList<>();

  /**
   * @param name of the network
   * @param input shape of one image
   * @param widthChoices widths per layer, 0 and full included
   * @param bypassBudget bypass limit × output resolution, constant in a network (896 for the
   *     paper's ImageNet networks)
   */
  public NetworkBuilder(String name, Shape input, int widthChoices, int bypassBudget) {
    this.name = name;
    this.input = input;
    this.widthChoices = widthChoices;
    this.bypassBudget = bypassBudget;
  }

  /**
   * Rounds the widths between 0 and full to multiples; without it, to whole numbers.
   *
   * @param divisor at least 1
   */
  public NetworkBuilder widthDivisor(int divisor) {
    widthDivisor = divisor;
    return this;
  }

  /** Gives the layers to come no bypass, whatever their limits: none of them can be removed. */
  public NetworkBuilder withoutBypasses() {
    bypasses = false;
    return this;
  }

  /**
   * A convolution with batch normalisation.
   *
   * @param bypassLimit T; 0 for no bypass, a negative number for the network's rule
   */
  public NetworkBuilder convolution(
      String block,
      int filters,
      int kernel,
      int stride,
      Activation activation,
      boolean batchNorm,
      int bypassLimit) {
    int limit = limit(bypassLimit, stride);
    Layer.Convolution convolution =
        new Layer.Convolution(block, false, filters, kernel, stride, activation, batchNorm, limit);
    return add(new Block(block, List.of(convolution), false));
  }

  /**
   * A MobileNetV3 block: expansion, depthwise, squeeze-and-excite, projection; with a residual sum
   * if its stride is 1.
   *
   * @param expansion filters of the expansion; 0 for a block without
   * @param filters filters of the projection
   * @param kernel of the depthwise layer
   * @param stride of the depthwise layer
   * @param squeezeExcite whether the depthwise layer's output is rescaled
   * @param bypassLimit T; 0 for no bypass, a negative number for the network's rule
   */
  public NetworkBuilder mobile(
      String block,
      int expansion,
      int filters,
      int kernel,
      int stride,
      Activation activation,
      boolean squeezeExcite,
      int bypassLimit) {
    List<Layer> layers = new ArrayList<>();
    int expanded = reached().channels();
    if (expansion > 0) {
      int limit = limit(bypassLimit, stride);
      Layer.Convolution expand =
          new Layer.Convolution(block + ".expand", false, expansion, 1, 1, activation, true, limit);
      layers.add(expand);
      expanded = expand.outputChannels(expanded, expansion);
    }
    layers.add(depthwise(block, expanded, kernel, stride, activation));
    if (squeezeExcite) {
      layers.add(new Layer.SqueezeExcite(block + ".squeeze-excite", roundToEight(expanded / 4.0)));
    }
    layers.add(
        new Layer.Convolution(
            block + ".project",
            false,
            filters,
            1,
            1,
            Activation.NONE,
            true,
            limit(bypassLimit, stride)));
    return add(new Block(block, layers, stride == 1));
  }

  /** A MobileNetV1 block: depthwise then pointwise, each with its activation. */
  public NetworkBuilder separable(
      String block, int filters, int kernel, int stride, Activation activation, int bypassLimit) {
    int limit = limit(bypassLimit, stride);
    return add(
        new Block(
            block,
            List.of(
                depthwise(block, reached().channels(), kernel, stride, activation),
                new Layer.Convolution(
                    block + ".pointwise", false, filters, 1, 1, activation, true, limit)),
            false));
  }

  /**
   * Lets the block that was added last repeat every pixel of what it gives, which is to be asked
   * for before its {@link #skip}. It is not added to its input any more, which has fewer pixels.
   *
   * @param factor how often, in both directions, at least 2
   */
  public NetworkBuilder upsample(int factor) {
    Block block = removeLast();
    List<Layer> layers = new ArrayList<>(block.layers());
    layers.add(new Layer.Upsample(block.name() + ".upsample", factor));
    return add(new Block(block.name(), layers, false, block.skip()));
  }

  /**
   * Adds the output of an earlier block to that of the block that was added last.
   *
   * @param earlier name of that block
   * @throws IllegalArgumentException if there is none, or it gives another number of pixels
   */
  public NetworkBuilder skip(String earlier) {
    Block block = removeLast();
    return add(new Block(block.name(), block.layers(), block.residual(), earlier));
  }

  private Block removeLast() {
    return blocks.remove(blocks.size() - 1).block();
  }

  /** The mean over all positions. */
  public NetworkBuilder globalAveragePool(String block) {
    return add(new Block(block, List.of(new Layer.GlobalAveragePool(block)), false));
  }

  /**
   * The classifier.
   *
   * @throws IllegalArgumentException unless one pixel reaches it
   */
  public NetworkBuilder dense(String block, int units) {
    if (reached().pixels() != 1) {
      throw new IllegalArgumentException(
          "dense layer %s reads %s but must read one pixel: put a pooling before it"
              .formatted(block, reached()));
    }
    return add(new Block(block, List.of(new Layer.Dense(block, units)), false));
  }

  /**
   * The end of a network that tells something of every pixel.
   *
   * @param channels numbers per pixel
   * @throws IllegalArgumentException unless as many pixels reach it as images have
   */
  public NetworkBuilder pixelwise(String block, int channels) {
    if (!reached().samePixels(input)) {
      int stride = Skip.totalStride(blocks.stream().map(SubBlock::block).toList());
      throw new IllegalArgumentException(
          "pixelwise layer %s reads %s but must read as many pixels as images of %s have: %s"
              .formatted(
                  block,
                  reached(),
                  input,
                  input.height() % stride == 0 && input.width() % stride == 0
                      ? "upsample by %d in all, as much as all strides together".formatted(stride)
                      : "make their height and width multiples of %d, all strides together"
                          .formatted(stride)));
    }
    return add(new Block(block, List.of(new Layer.Pixelwise(block, channels)), false));
  }

  /**
   * @throws IllegalArgumentException if the blocks do not make up a network
   */
  public SuperNetwork build() {
    return new SuperNetwork(
        name, input, widthChoices, widthDivisor, blocks.stream().map(SubBlock::block).toList());
  }

  /**
   * Rounds to a multiple of 8, never below 8 nor below nine tenths of the number (the rule of the
   * MobileNet family).
   */
  public static int roundToEight(double number) {
    int rounded = Math.max(8, (int) (number + 4) / 8 * 8);
    return rounded < 0.9 * number ? rounded + 8 : rounded;
  }

  private Layer.Convolution depthwise(
      String block, int channels, int kernel, int stride, Activation activation) {
    int limit = limit(Layer.UNLIMITED, stride);
    return new Layer.Convolution(
        block + ".depthwise", true, channels, kernel, stride, activation, true, limit);
  }

  private int limit(int asked, int stride) {
    if (!bypasses) {
      return 0;
    }
    return asked >= 0 ? asked : Math.max(1, bypassBudget / reached().strided(stride, 1).height());
  }

  private NetworkBuilder add(Block block) {
    if (!blocks.isEmpty() && ends(blocks.get(blocks.size() - 1).block())) {
      throw new IllegalArgumentException(
          "block %s follows %s, which must be the last"
              .formatted(block.name(), blocks.get(blocks.size() - 1).block().name()));
    }
    List<LayerSize> full =
        block.convolutions().stream().map(c -> new LayerSize(c.filters(), c.kernel())).toList();
    blocks.add(SubNetwork.follow(block, reached(), blocks, full));
    return this;
  }

  private static boolean ends(Block block) {
    Layer last = block.layers().get(block.layers().size() - 1);
    return last instanceof Layer.Dense || last instanceof Layer.Pixelwise;
  }

  /** The shape that reaches the block to come. */
  private Shape reached() {
    return blocks.isEmpty() ? input : blocks.get(blocks.size() - 1).output();
  }
}
