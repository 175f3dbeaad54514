package netadapt.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import netadapt.arch.Layer;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;

/**
 * The numbers of an ONNX model's convolution in the form that a layer has them. Where the model's
 * normalisation is a node of its own, the layer then computes the same, given equal strides and
 * padding.
 *
 * @param given of the layer's size, but for a kernel that may be smaller
 * @param layer that takes them
 * @param in channels that the layer reads
 */
record FittedConvolution(ModelConvolution given, Layer.Convolution layer, int in) {

  /** All parameters of the layer, named {@code layer/parameter}. */
  Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new HashMap<>();
    if (!layer.batchNorm()) {
      put(parameters, "weight", weight(this::scale));
      put(parameters, "bias", each(this::shift));
      return parameters;
    }
    put(parameters, "weight", weight(filter -> 1));
    if (given.normalization().isEmpty()) { // it is folded in, and by what is not known any more
      put(parameters, "gamma", each(filter -> 1));
      put(parameters, "beta", each(filter -> 0));
      put(parameters, "mean", each(filter -> 0));
      put(parameters, "variance", each(filter -> 1));
      return parameters;
    }
    ModelConvolution.Normalization by = given.normalization().get();
    put(parameters, "gamma", each(filter -> scale(filter) * deviation(by, filter)));
    put(parameters, "beta", by.beta());
    put(parameters, "mean", each(filter -> by.mean().at(filter) - given.bias().at(filter)));
    put(parameters, "variance", by.variance());
    return parameters;
  }

  /** What the layer divides by: its epsilon is not the model's. */
  private static double deviation(ModelConvolution.Normalization by, int filter) {
    return Math.sqrt((double) by.variance().at(filter) + Weights.BATCH_NORM_EPSILON);
  }

  private double scale(int filter) {
    return given.normalization().map(by -> by.scale(filter)).orElse(1.0);
  }

  private double shift(int filter) {
    double bias = given.bias().at(filter);
    return given
        .normalization()
        .map(by -> by.beta().at(filter) + (bias - by.mean().at(filter)) * by.scale(filter))
        .orElse(bias);
  }

  // [filters, in, k, k] -> [K, K, in, filters] (depthwise [K, K, filters]), zeros around the centre
  private Tensor weight(IntToDoubleFunction scale) {
    int filters = layer.filters();
    int read = layer.depthwise() ? 1 : in;
    int side = layer.kernel();
    int k = given.weight().size(2);
    int border = (side - k) / 2;
    float[] weight = new float[side * side * read * filters];
    for (int filter = 0, from = 0; filter < filters; filter++) {
      double factor = scale.applyAsDouble(filter);
      for (int channel = 0; channel < read; channel++) {
        for (int position = 0; position < k * k; position++, from++) {
          int place = (position / k + border) * side + position % k + border;
          weight[(place * read + channel) * filters + filter] =
              (float) (given.weight().at(from) * factor);
        }
      }
    }
    return new Tensor(
        layer.depthwise() ? new int[] {side, side, filters} : new int[] {side, side, read, filters},
        weight);
  }

  /** A number for each filter. */
  private Tensor each(IntToDoubleFunction number) {
    float[] numbers = new float[layer.filters()];
    for (int filter = 0; filter < numbers.length; filter++) {
      numbers[filter] = (float) number.applyAsDouble(filter);
    }
    return new Tensor(new int[] {numbers.length}, numbers);
  }

  private void put(Map<String, Tensor> parameters, String name, Tensor tensor) {
    parameters.put(layer.name() + "/" + name, tensor);
  }
}
