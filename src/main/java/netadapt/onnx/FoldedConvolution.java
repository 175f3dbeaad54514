package netadapt.onnx;

import java.util.Arrays;
import netadapt.arch.Layer;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;

/**
 * A convolution's numbers as ONNX wants them, with the batch normalisation that follows folded in.
 */
final class FoldedConvolution {
  /** {@code [filters, in, k, k]} row-major; {@code in} is 1 for a depthwise layer. */
  final float[] weight;

  /** Of the weight. */
  final long[] shape;

  /** {@code [filters]}. */
  final float[] bias;

  private FoldedConvolution(float[] weight, long[] shape, float[] bias) {
    this.weight = weight;
    this.shape = shape;
    this.bias = bias;
  }

  /**
   * Folds and reorders.
   *
   * @param layer a convolution with at least one filter
   * @param weights cut for the layer
   * @throws IllegalArgumentException if they are not
   */
  static FoldedConvolution of(SubLayer layer, Weights weights) {
    double[] scale = new double[layer.filters()];
    float[] bias = new float[layer.filters()];
    fold((Layer.Convolution) layer.layer(), weights, scale, bias);
    return scaled(layer, weights, scale, bias);
  }

  /**
   * Reorders alone: what batch normalisation would read.
   *
   * @param layer a convolution with at least one filter
   * @param weights cut for the layer
   * @throws IllegalArgumentException if they are not
   */
  static FoldedConvolution unnormalized(SubLayer layer, Weights weights) {
    double[] scale = new double[layer.filters()];
    Arrays.fill(scale, 1);
    return scaled(layer, weights, scale, new float[layer.filters()]);
  }

  private static FoldedConvolution scaled(
      SubLayer layer, Weights weights, double[] scale, float[] bias) {
    Layer.Convolution convolution = (Layer.Convolution) layer.layer();
    String name = convolution.name();
    int k = layer.kernel();
    int filters = layer.filters();
    int in = convolution.depthwise() ? 1 : layer.input().channels();
    int[] wanted =
        convolution.depthwise() ? new int[] {k, k, filters} : new int[] {k, k, in, filters};
    Tensor weight = checked(weights.tensor(name, "weight"), name, wanted);

    // [k, k, in, filters] -> [filters, in, k, k]
    float[] folded = new float[weight.length()];
    int area = k * k;
    for (int position = 0, from = 0; position < area; position++) {
      for (int i = 0; i < in; i++) {
        for (int filter = 0; filter < filters; filter++, from++) {
          folded[(filter * in + i) * area + position] = (float) (weight.at(from) * scale[filter]);
        }
      }
    }
    return new FoldedConvolution(folded, new long[] {filters, in, k, k}, bias);
  }

  /** The tensor itself, once it is known to have the shape. */
  static Tensor checked(Tensor tensor, String layer, int... shape) {
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          "weights of layer %s have shape %s but must have %s: cut them with Slicer"
              .formatted(layer, Arrays.toString(tensor.shape()), Arrays.toString(shape)));
    }
    return tensor;
  }

  private static void fold(
      Layer.Convolution convolution, Weights weights, double[] scale, float[] bias) {
    String name = convolution.name();
    int filters = bias.length;
    if (!convolution.batchNorm()) {
      Arrays.fill(scale, 1);
      Tensor plain = checked(weights.tensor(name, "bias"), name, filters);
      System.arraycopy(plain.values(), 0, bias, 0, filters);
      return;
    }
    Tensor gamma = checked(weights.tensor(name, "gamma"), name, filters);
    Tensor beta = checked(weights.tensor(name, "beta"), name, filters);
    Tensor mean = checked(weights.tensor(name, "mean"), name, filters);
    Tensor variance = checked(weights.tensor(name, "variance"), name, filters);
    for (int filter = 0; filter < filters; filter++) {
      double deviation = Math.sqrt((double) variance.at(filter) + Weights.BATCH_NORM_EPSILON);
      scale[filter] = gamma.at(filter) / deviation;
      bias[filter] = (float) (beta.at(filter) - mean.at(filter) * scale[filter]);
    }
  }
}
