package netadapt.nn.kernels;

import netadapt.nn.kernels.Kernels.Geometry;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution of one shape by oneDNN, forward and backward.
 *
 * <p>Activations stay channels-last. Weights are copied into the order that oneDNN's kernels want
 * and their gradient is copied back, which costs little beside the convolution.
 */
final class OneDnnConvolution {
  private final OneDnn.Scratch scratch;
  private final memory.desc x;
  private final memory.desc y;
  private final memory.desc weight;
  private final memory.desc anyWeight;
  private final long[] strides;
  private final long[] padding;
  private final convolution_forward.primitive_desc hint;

  private Weighted forward;
  private Weighted backwardData;
  private Weighted backwardWeights;

  /** A convolution and, if its weights have another order than ours, what reorders them. */
  private record Weighted(OneDnn.Operation operation, OneDnn.Operation reorder, memory ordered) {}

  /**
   * @param geometry what it does
   * @param shape {@code [n, h, w, in]}
   * @param weights of the shape and strides that all calls will have
   * @param scratch of oneDNN's primitives
   */
  OneDnnConvolution(Geometry geometry, long[] shape, INDArray weights, OneDnn.Scratch scratch) {
    this.scratch = scratch;
    int k = geometry.kernel();
    int s = geometry.stride();
    long height = (shape[1] - 1) / s + 1;
    long width = (shape[2] - 1) / s + 1;
    long filters = weights.size(weights.rank() - 1);
    this.x = OneDnn.activations(shape[0], shape[1], shape[2], shape[3]);
    this.y = OneDnn.activations(shape[0], height, width, filters);
    this.weight = geometry.depthwise() ? OneDnn.depthwiseWeights(weights) : OneDnn.weights(weights);
    this.anyWeight =
        geometry.depthwise()
            ? OneDnn.describe(memory.format_tag.any, filters, 1, 1, k, k)
            : OneDnn.describe(memory.format_tag.any, filters, shape[3], k, k);
    this.strides = new long[] {s, s};
    this.padding = new long[] {k / 2, k / 2};
    this.hint =
        new convolution_forward.primitive_desc(
            new convolution_forward.desc(
                dnnl.prop_kind.forward_training,
                dnnl.algorithm.convolution_direct,
                x,
                anyWeight,
                y,
                strides,
                padding,
                padding),
            OneDnn.OWN_SCRATCH,
            OneDnn.CPU);
  }

  void forward(Pointer from, Pointer weights, Pointer to) {
    if (forward == null) {
      OneDnn.Operation operation =
          new OneDnn.Operation(new convolution_forward(hint), hint.scratchpad_desc(), scratch)
              .bind(dnnl.DNNL_ARG_SRC, x)
              .bind(dnnl.DNNL_ARG_WEIGHTS, hint.weights_desc())
              .bind(dnnl.DNNL_ARG_DST, y);
      forward = weightsIn(operation, hint.weights_desc());
    }
    forward.operation().run(from, ordered(forward, weights), to);
  }

  void backwardData(Pointer dy, Pointer weights, Pointer dx) {
    if (backwardData == null) {
      convolution_backward_data.primitive_desc how =
          new convolution_backward_data.primitive_desc(
              new convolution_backward_data.desc(
                  dnnl.algorithm.convolution_direct, x, anyWeight, y, strides, padding, padding),
              OneDnn.OWN_SCRATCH,
              OneDnn.CPU,
              hint);
      OneDnn.Operation operation =
          new OneDnn.Operation(new convolution_backward_data(how), how.scratchpad_desc(), scratch)
              .bind(dnnl.DNNL_ARG_DIFF_DST, y)
              .bind(dnnl.DNNL_ARG_WEIGHTS, how.weights_desc())
              .bind(dnnl.DNNL_ARG_DIFF_SRC, x);
      backwardData = weightsIn(operation, how.weights_desc());
    }
    backwardData.operation().run(dy, ordered(backwardData, weights), dx);
  }

  /**
   * @param dWeights in the order of the weights, without gaps
   */
  void backwardWeights(Pointer from, Pointer dy, INDArray dWeights) {
    if (backwardWeights == null) {
      backwardWeights = backwardWeights(dWeights);
    }
    Pointer to = Addresses.pointer(dWeights);
    if (backwardWeights.reorder() == null) {
      backwardWeights.operation().run(from, dy, to);
      return;
    }
    Pointer ordered = backwardWeights.ordered().get_data_handle();
    backwardWeights.operation().run(from, dy, ordered);
    backwardWeights.reorder().run(ordered, to);
  }

  private Weighted backwardWeights(INDArray dWeights) {
    memory.desc dWeight =
        dWeights.rank() == 3 ? OneDnn.depthwiseWeights(dWeights) : OneDnn.weights(dWeights);
    convolution_backward_weights.primitive_desc how =
        new convolution_backward_weights.primitive_desc(
            new convolution_backward_weights.desc(
                dnnl.algorithm.convolution_direct, x, anyWeight, y, strides, padding, padding),
            OneDnn.OWN_SCRATCH,
            OneDnn.CPU,
            hint);
    memory.desc wanted = how.diff_weights_desc();
    OneDnn.Operation operation =
        new OneDnn.Operation(new convolution_backward_weights(how), how.scratchpad_desc(), scratch)
            .bind(dnnl.DNNL_ARG_SRC, x)
            .bind(dnnl.DNNL_ARG_DIFF_DST, y)
            .bind(dnnl.DNNL_ARG_DIFF_WEIGHTS, wanted);
    return wanted.equals(dWeight)
        ? new Weighted(operation, null, null)
        : new Weighted(
            operation, OneDnn.reorder(wanted, dWeight, scratch), OneDnn.allocate(wanted));
  }

  private Weighted weightsIn(OneDnn.Operation operation, memory.desc wanted) {
    return wanted.equals(weight)
        ? new Weighted(operation, null, null)
        : new Weighted(operation, OneDnn.reorder(weight, wanted, scratch), OneDnn.allocate(wanted));
  }

  private static Pointer ordered(Weighted convolution, Pointer weights) {
    if (convolution.reorder() == null) {
      return weights;
    }
    Pointer ordered = convolution.ordered().get_data_handle();
    convolution.reorder().run(weights, ordered);
    return ordered;
  }
}
