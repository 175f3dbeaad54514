package netadapt.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import netadapt.arch.Activation;
import netadapt.arch.Layer;
import netadapt.arch.SubNetwork;

/**
 * Convolution, batch normalisation, activation, ordered dropout and channel-level bypass in one.
 *
 * <p>Inputs: activations {@code [n, h, w, in]} and, if elastic, {@link DrawnSizes}. Output: {@code
 * [n, ceil(h / stride), ceil(w / stride), out]}. Elastic, it has all filters and masks each image's
 * last ones; input channels and filters that no image of a pass has are left out. Otherwise it has
 * only the filters that remain.
 *
 * @see <a href="https://arxiv.org/abs/2104.00031">NetAdaptV2, sections 2.2 and 2.3</a>
 */
final class ElasticConvolution extends ElasticLayer {
  private static final long serialVersionUID = 1L;

  boolean depthwise;
  int inputChannels;
  int filters;
  int bypassLimit;
  int kernel;
  int stride;
  Activation activation;
  boolean batchNorm;
  double statisticsDecay;
  boolean wantsInputGradient;

  /** Position among the searched layers in the draws; negative if not elastic. */
  int drawIndex;

  /** For Jackson. */
  ElasticConvolution() {}

  /**
   * @param sub the layer and what remains of it
   * @param drawIndex position among the searched layers; negative if not elastic
   * @param wantsInputGradient whether anything before this layer learns
   */
  ElasticConvolution(
      SubNetwork.SubLayer sub, int drawIndex, boolean wantsInputGradient, Recipe recipe) {
    super(sub.layer().name(), recipe);
    Layer.Convolution full = (Layer.Convolution) sub.layer();
    this.depthwise = full.depthwise();
    this.inputChannels = sub.input().channels();
    this.filters = sub.filters();
    this.bypassLimit = full.bypassLimit();
    this.kernel = sub.kernel();
    this.stride = full.stride();
    this.activation = full.activation();
    this.batchNorm = full.batchNorm();
    this.statisticsDecay = recipe.statisticsDecay();
    this.wantsInputGradient = wantsInputGradient;
    this.drawIndex = drawIndex;
  }

  boolean elastic() {
    return drawIndex >= 0;
  }

  @Override
  Map<String, long[]> parameterShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    if (filters == 0) {
      return shapes;
    }
    shapes.put(
        "weight",
        depthwise
            ? new long[] {kernel, kernel, filters}
            : new long[] {kernel, kernel, inputChannels, filters});
    if (batchNorm) {
      for (String parameter : new String[] {"gamma", "beta", "mean", "variance"}) {
        shapes.put(parameter, new long[] {1, filters});
      }
    } else {
      shapes.put("bias", new long[] {1, filters});
    }
    return shapes;
  }

  @Override
  boolean decays(String parameter) {
    return parameter.equals("weight");
  }

  @Override
  boolean isStatistic(String parameter) {
    return parameter.equals("mean") || parameter.equals("variance");
  }

  @Override
  double[] initialValues(String parameter, int length, RandomGenerator random) {
    return switch (parameter) {
      case "weight" -> {
        double fanIn = kernel * kernel * (depthwise ? 1.0 : inputChannels);
        double deviation = Math.sqrt(2 / fanIn);
        yield DoubleStream.generate(() -> random.nextGaussian() * deviation)
            .limit(length)
            .toArray();
      }
      case "gamma", "variance" -> DoubleStream.generate(() -> 1).limit(length).toArray();
      default -> new double[length];
    };
  }

  @Override
  ElasticVertex vertex(ElasticVertex.Place place) {
    return new ElasticConvolutionVertex(place, this);
  }
}
