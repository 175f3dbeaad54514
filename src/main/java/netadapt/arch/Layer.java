package netadapt.arch;

import java.io.Serializable;

/** One layer of a super-network at its full size. */
public sealed interface Layer extends Serializable {
  /** The bypass limit of a layer that may pass every input channel through. */
  int UNLIMITED = Integer.MAX_VALUE;

  /** Unique within the network, such as {@code b2.expand}. */
  String name();

  /**
   * A convolution, batch normalisation and activation whose width and kernel are searched.
   *
   * @param name unique within the network
   * @param depthwise whether filter {@code i} reads input channel {@code i} alone
   * @param filters filters at full size, at least 1
   * @param kernel side of the square kernel at full size, odd
   * @param stride 1 or more; the padding keeps kernels centred on every stride-th pixel
   * @param activation what follows the normalisation
   * @param batchNorm whether batch normalisation follows; without it filters have a bias
   * @param bypassLimit how many input channels may stand in for removed filters (the paper's T); 0
   *     for a layer without bypass, which keeps a filter at least
   */
  record Convolution(
      String name,
      boolean depthwise,
      int filters,
      int kernel,
      int stride,
      Activation activation,
      boolean batchNorm,
      int bypassLimit)
      implements Layer {
    public Convolution {
      require(filters >= 1, name, "filters", filters, "at least 1");
      require(kernel >= 1 && kernel % 2 == 1, name, "kernel", kernel, "odd and at least 1");
      require(stride >= 1, name, "stride", stride, "at least 1");
      require(bypassLimit >= 0, name, "bypass limit", bypassLimit, "at least 0");
    }

    /** The smallest kernel the layer may have: 3, or its own if that is 1. */
    public int smallestKernel() {
      return Math.min(kernel, 3);
    }

    /** The fewest filters that may remain: none, if there is a bypass. */
    public int fewestFilters() {
      return bypassLimit == 0 ? 1 : 0;
    }

    /** Whether the layer may have a kernel: an odd size from the smallest to its own. */
    public boolean mayHave(int other) {
      return other % 2 == 1 && other >= smallestKernel() && other <= kernel;
    }

    /**
     * Output channels when some filters remain: {@code Z = max(min(C, T), M)}.
     *
     * @param inputChannels C
     * @param remaining M, in {@code [fewestFilters, filters]}
     * @see <a href="https://arxiv.org/abs/2104.00031">NetAdaptV2, section 2.2</a>
     */
    public int outputChannels(int inputChannels, int remaining) {
      return Math.max(Math.min(inputChannels, bypassLimit), remaining);
    }

    /**
     * Filters that have something to work on: a depthwise filter needs its input channel.
     *
     * @param inputChannels C
     * @param remaining M, in {@code [0, filters]}
     */
    public int effectiveFilters(int inputChannels, int remaining) {
      return depthwise ? Math.min(inputChannels, remaining) : remaining;
    }
  }

  /**
   * Squeeze-and-excite: global average, dense, ReLU, dense, hard sigmoid, then a scale per channel.
   * Its width is not searched; it acts on every channel that reaches it.
   *
   * @param name unique within the network
   * @param width units of the first dense layer
   */
  record SqueezeExcite(String name, int width) implements Layer {
    public SqueezeExcite {
      require(width >= 1, name, "width", width, "at least 1");
    }
  }

  /** The mean over all positions: {@code [h, w, c]} becomes {@code [1, 1, c]}. */
  record GlobalAveragePool(String name) implements Layer {}

  /**
   * Nearest-neighbour upsampling: every pixel is repeated, {@code [h, w, c]} becomes {@code [h ·
   * factor, w · factor, c]}. Not searched.
   *
   * @param name unique within the network
   * @param factor how often, in both directions, at least 2
   */
  record Upsample(String name, int factor) implements Layer {
    public Upsample {
      require(factor >= 2, name, "factor", factor, "at least 2");
    }
  }

  /**
   * The end of a network that tells something of every pixel: a linear 1×1 convolution with a bias.
   * Not searched.
   *
   * @param name unique within the network
   * @param channels numbers per pixel
   */
  record Pixelwise(String name, int channels) implements Layer {
    public Pixelwise {
      require(channels >= 1, name, "channels", channels, "at least 1");
    }

    /** The layer as the convolution that it is. */
    public Convolution convolution() {
      return new Convolution(name, false, channels, 1, 1, Activation.NONE, false, 0);
    }
  }

  /**
   * The classifier at the network's end; its input is one pixel.
   *
   * @param name unique within the network
   * @param units classes
   */
  record Dense(String name, int units) implements Layer {
    public Dense {
      require(units >= 1, name, "units", units, "at least 1");
    }
  }

  private static void require(boolean holds, String name, String what, int value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s of layer %s is %d but must be %s".formatted(what, name, value, rule));
    }
  }
}
