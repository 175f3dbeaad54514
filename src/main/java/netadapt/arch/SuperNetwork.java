package netadapt.arch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The initial network, whose sub-networks make up the search space.
 *
 * @param name as in {@code conf/networks}
 * @param input shape of one image
 * @param widthChoices how many widths a layer may have, 0 and full included (the paper's 9 or 11);
 *     layers without bypass have one less
 * @param widthDivisor widths between 0 and full are multiples of it, at least 1: what the hardware
 *     likes, for on some devices other widths make fewer MACs slower
 * @param blocks in order; the last ends in a dense layer or a pixelwise one
 */
public record SuperNetwork(
    String name, Shape input, int widthChoices, int widthDivisor, List<Block> blocks)
    implements Serializable {
  public SuperNetwork {
    blocks = List.copyOf(blocks);
    if (widthChoices < 2) {
      throw new IllegalArgumentException(
          "width choices is " + widthChoices + " but must be at least 2 (none and full)");
    }
    if (widthDivisor < 1) {
      throw new IllegalArgumentException(
          "width divisor is " + widthDivisor + " but must be at least 1 (any width)");
    }
    Set<String> names = new HashSet<>();
    for (Block block : blocks) {
      for (Layer layer : block.layers()) {
        if (!names.add(layer.name())) {
          throw new IllegalArgumentException("two layers are named " + layer.name());
        }
      }
    }
    Layer ending = last(blocks);
    if (!(ending instanceof Layer.Dense) && !(ending instanceof Layer.Pixelwise)) {
      throw new IllegalArgumentException(
          "network %s ends in layer %s but must end in a dense layer or a pixelwise one"
              .formatted(name, ending.name()));
    }
  }

  private static Layer last(List<Block> blocks) {
    List<Layer> layers = blocks.get(blocks.size() - 1).layers();
    return layers.get(layers.size() - 1);
  }

  /** The searched layers, in order; an {@link Architecture} has one size for each. */
  public List<Layer.Convolution> convolutions() {
    return blocks.stream().flatMap(block -> block.convolutions().stream()).toList();
  }

  /** The last layer: a {@link Layer.Dense} or a {@link Layer.Pixelwise}. */
  public Layer ending() {
    return last(blocks);
  }

  /**
   * What the network gives for an image: {@code [1, 1, classes]} of a classifier, {@code [height,
   * width, channels]} of a network that tells something of every pixel.
   */
  public Shape output() {
    List<SubNetwork.SubBlock> full = SubNetwork.full(this).blocks();
    return full.get(full.size() - 1).output();
  }

  /** Whether the network tells something of every pixel, and not a class. */
  public boolean pixelwise() {
    return ending() instanceof Layer.Pixelwise;
  }

  /** What the network tells, for messages: {@code 1,000 classes}, or {@code 1 number per pixel}. */
  public String tells() {
    if (ending() instanceof Layer.Dense dense) {
      return String.format(Locale.ROOT, "%,d classes", dense.units());
    }
    int channels = output().channels();
    return String.format(Locale.ROOT, "%,d number%s per pixel", channels, channels == 1 ? "" : "s");
  }

  /**
   * How many classes the classifier tells apart.
   *
   * @throws IllegalStateException if the network has no classifier
   */
  public int classes() {
    if (ending() instanceof Layer.Dense dense) {
      return dense.units();
    }
    throw new IllegalStateException(
        "network %s tells no classes apart but gives %s for an image".formatted(name, output()));
  }

  /** Every layer at its full size. */
  public Architecture full() {
    return new Architecture(
        name, convolutions().stream().map(c -> new LayerSize(c.filters(), c.kernel())).toList());
  }

  /**
   * Every layer with the same part of its filters, rounded down, and its smallest kernel; a layer
   * without bypass keeps a filter. Widths are not only those that a search looks at.
   *
   * @param divisor of the filters, at least 1
   */
  public Architecture narrowed(int divisor) {
    return new Architecture(
        name,
        convolutions().stream()
            .map(c -> new LayerSize(narrowed(c, divisor), c.smallestKernel()))
            .toList());
  }

  private static int narrowed(Layer.Convolution layer, int divisor) {
    return Math.max(layer.fewestFilters(), layer.filters() / divisor);
  }

  /** The smallest sub-network that a search looks at: every layer bypassed that may be. */
  public Architecture smallest() {
    return new Architecture(
        name,
        convolutions().stream()
            .map(c -> new LayerSize(widths(c).get(0), c.smallestKernel()))
            .toList());
  }

  /**
   * The widths a layer may have: a uniform grid from 0 to full, ascending and distinct, rounded to
   * multiples of the divisor; without 0 if there is no bypass. Full stays full, whether or not it
   * is a multiple.
   */
  public List<Integer> widths(Layer.Convolution layer) {
    return IntStream.range(0, widthChoices)
        .map(i -> i == widthChoices - 1 ? layer.filters() : rounded(i, layer.filters()))
        .filter(width -> width >= layer.fewestFilters())
        .distinct()
        .boxed()
        .toList();
  }

  private int rounded(int choice, int filters) {
    double width = (double) choice * filters / (widthChoices - 1);
    long multiple = widthDivisor * Math.round(width / widthDivisor);
    return (int) Math.min(multiple, filters);
  }

  /** The kernels a layer may have: odd sizes from 3 to full, ascending; its own if that is 1. */
  public List<Integer> kernels(Layer.Convolution layer) {
    List<Integer> kernels = new ArrayList<>();
    for (int kernel = layer.smallestKernel(); kernel <= layer.kernel(); kernel += 2) {
      kernels.add(kernel);
    }
    return kernels;
  }
}
