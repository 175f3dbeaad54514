package netadapt.cost;

import java.util.List;
import java.util.Locale;
import netadapt.arch.Activation;
import netadapt.arch.Layer;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork.SubBlock;
import netadapt.arch.SubNetwork.SubLayer;

/**
 * Something that a device does at once, once batch normalisation is folded and the activation
 * follows its convolution: what a table of costs has a row for.
 *
 * @param kind what it does
 * @param inputs channels that it reads; for bypasses the filters that input channels are appended
 *     to; for {@link Kind#SUM} channels of what the branch or the skip is added to
 * @param outputs channels that it gives; for {@link Kind#SQUEEZE_EXCITE} the width, for {@link
 *     Kind#SUM} the channels of the branch or the skip
 * @param kernel side of the kernel; 1 for operators without
 * @param stride of the kernel; for {@link Kind#UPSAMPLE} how often it repeats pixels in both
 *     directions; 1 for other operators without
 * @param height rows of what it reads
 * @param width columns of what it reads
 * @param activation that follows; {@link Activation#NONE} for operators without
 */
public record Operator(
    Kind kind,
    int inputs,
    int outputs,
    int kernel,
    int stride,
    int height,
    int width,
    Activation activation) {
  /** What operators do. */
  public enum Kind {
    /** A convolution with its activation, {@code inputs} to {@code outputs} channels. */
    CONVOLUTION,
    /** A filter for each channel, with its activation. */
    DEPTHWISE,
    /** Input channels in place of removed filters, {@code outputs} channels with these. */
    BYPASS,
    /** The same for a depthwise convolution, which reads only a part of its input. */
    DEPTHWISE_BYPASS,
    /** A squeeze-and-excite that scales {@code inputs} channels. */
    SQUEEZE_EXCITE,
    /** The sum of a block's input and its branch, or of what a block gives and its skip. */
    SUM,
    /** Every pixel repeated. */
    UPSAMPLE,
    /** The mean of every channel. */
    POOL,
    /** The classifier. */
    DENSE,
    /** What a network takes beside its operators, once. */
    NETWORK;

    /** As tables say it: {@code squeeze-excite}. */
    public String word() {
      return Operator.word(this);
    }

    /**
     * The kind that tables say so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Kind of(String word) {
      return constant(Kind.class, "operator", word);
    }
  }

  /** What a network takes beside its operators. */
  public static final Operator NETWORK =
      new Operator(Kind.NETWORK, 0, 0, 1, 1, 1, 1, Activation.NONE);

  /** What a layer does without its bypass. */
  static Operator of(SubLayer sub) {
    Shape read = sub.input();
    int channels = read.channels();
    if (sub.layer() instanceof Layer.Convolution convolution) {
      Kind kind = convolution.depthwise() ? Kind.DEPTHWISE : Kind.CONVOLUTION;
      return new Operator(
          kind,
          convolution.depthwise() ? sub.filters() : channels,
          sub.filters(),
          sub.kernel(),
          convolution.stride(),
          read.height(),
          read.width(),
          convolution.activation());
    }
    if (sub.layer() instanceof Layer.SqueezeExcite excite) {
      return plain(Kind.SQUEEZE_EXCITE, channels, excite.width(), read);
    }
    if (sub.layer() instanceof Layer.Pixelwise) {
      return plain(Kind.CONVOLUTION, channels, sub.filters(), read);
    }
    if (sub.layer() instanceof Layer.Upsample upsample) {
      return new Operator(
          Kind.UPSAMPLE,
          channels,
          channels,
          1,
          upsample.factor(),
          read.height(),
          read.width(),
          Activation.NONE);
    }
    return sub.layer() instanceof Layer.Dense
        ? plain(Kind.DENSE, channels, sub.filters(), read)
        : plain(Kind.POOL, channels, channels, read);
  }

  /** The bypass of a convolution that has one. */
  static Operator bypass(SubLayer sub) {
    Layer.Convolution convolution = (Layer.Convolution) sub.layer();
    return new Operator(
        convolution.depthwise() ? Kind.DEPTHWISE_BYPASS : Kind.BYPASS,
        sub.filters(),
        sub.output().channels(),
        1,
        convolution.stride(),
        sub.input().height(),
        sub.input().width(),
        Activation.NONE);
  }

  /** The sum of a residual block that remains. */
  static Operator sum(SubBlock block) {
    return sum(block.input().channels(), block.branch());
  }

  /** The sum of what a block gives and its skip. */
  static Operator skip(SubBlock block) {
    return sum(block.own().channels(), block.own().withChannels(block.skipped()));
  }

  /**
   * @param input channels of the block's input, or of what it gives
   * @param branch what its layers give, or the skip
   */
  static Operator sum(int input, Shape branch) {
    return plain(Kind.SUM, input, branch.channels(), branch);
  }

  /** Rows of what it gives; columns are {@link #outputWidth}. */
  public int outputHeight() {
    return outputSide(height);
  }

  /** Columns of what it gives. */
  public int outputWidth() {
    return outputSide(width);
  }

  private int outputSide(int side) {
    return switch (kind) {
      case POOL -> 1;
      case UPSAMPLE -> side * stride;
      default -> (side + stride - 1) / stride;
    };
  }

  /** Multiply-accumulates for one image, counted as those of networks are. */
  public long macs() {
    long positions = (long) outputHeight() * outputWidth();
    long area = (long) kernel * kernel;
    return switch (kind) {
      case CONVOLUTION -> positions * area * inputs * outputs;
      case DEPTHWISE -> positions * area * outputs;
      case SQUEEZE_EXCITE -> 2L * inputs * outputs;
      case DENSE -> (long) inputs * outputs;
      case BYPASS, DEPTHWISE_BYPASS, SUM, UPSAMPLE, POOL, NETWORK -> 0;
    };
  }

  private static Operator plain(Kind kind, int inputs, int outputs, Shape read) {
    return new Operator(kind, inputs, outputs, 1, 1, read.height(), read.width(), Activation.NONE);
  }

  /** The same for other channels. */
  Operator with(int otherInputs, int otherOutputs) {
    return new Operator(kind, otherInputs, otherOutputs, kernel, stride, height, width, activation);
  }

  /** For messages: {@code convolution of 24 to 48 channels, kernel 3, stride 1, 32x32, relu}. */
  @Override
  public String toString() {
    return "%s of %d to %d channels, kernel %d, stride %d, %dx%d, %s"
        .formatted(kind.word(), inputs, outputs, kernel, stride, height, width, word(activation));
  }

  /** What follows, as tables say it: {@code hard-swish}. */
  public String activationWord() {
    return word(activation);
  }

  /**
   * The activation that tables say so.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Activation activation(String word) {
    return constant(Activation.class, "activation", word);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String what, String word) {
    List<E> constants = List.of(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> word(constant).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is \"%s\" but must be one of %s"
                        .formatted(what, word, constants.stream().map(Operator::word).toList())));
  }
}
