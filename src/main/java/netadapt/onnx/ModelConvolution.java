package netadapt.onnx;

import java.util.Optional;
import netadapt.arch.Tensor;

/**
 * A convolution of an ONNX model, with the batch normalisation that reads it.
 *
 * @param name of its node
 * @param weight {@code [filters, in / groups, height, width]} for images
 * @param groups that its channels are parted into; as many as filters if it is depthwise
 * @param bias {@code [filters]}; zeros if it has none
 * @param normalization the node BatchNormalization that reads its output; empty if there is none
 */
record ModelConvolution(
    String name, Tensor weight, long groups, Tensor bias, Optional<Normalization> normalization) {

  /**
   * Batch normalisation: {@code gamma · (x − mean) / √(variance + epsilon) + beta}.
   *
   * @param gamma {@code [filters]}, as all others
   * @param epsilon added to the variance; the sum is above 0
   */
  record Normalization(Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon) {
    /** What a number is multiplied by. */
    double scale(int filter) {
      return gamma.at(filter) / Math.sqrt((double) variance.at(filter) + epsilon);
    }
  }
}
