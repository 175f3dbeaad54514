package netadapt.nn.kernels;

import netadapt.nn.kernels.Kernels.Geometry;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weight gradient of a depthwise convolution with a 5×5 or larger kernel, put together from 3×3
 * ones.
 *
 * <p>oneDNN 2.5 has fast depthwise weight gradients for 3×3 kernels only. A tap's gradient is the
 * sum of {@code dy} times the input shifted by the tap, so the taps of a larger kernel are those of
 * 3×3 kernels on shifted inputs. Here the input is copied into a frame of zeros, in oneDNN's
 * blocked order: shifted, it is the same memory from a later address on. The gradient of the output
 * is padded with zeros to the size that a 3×3 kernel makes of the frame. Windows overlap by a row
 * or a column, which is computed twice.
 */
final class DepthwiseWeightGradient {
  static final int LEAST_KERNEL = 5;
  private static final int WINDOW = 3;
  private static final int STEP = WINDOW - 1;
  private static final int ALIGNMENT = 64;

  private final OneDnn.Scratch scratch;
  private final OneDnn.Scratch frames;
  private final int kernel;
  private final int channels;
  private final OneDnn.Operation window;
  private final OneDnn.Operation frameInput;
  private final OneDnn.Operation padGradient;
  private final memory.desc ordered;
  private final memory windowGradient;
  private final long frameBytes;
  private final long paddedBytes;
  private final long rowStep;
  private final long columnStep;
  private final long insideStart;
  private OneDnn.Operation order;

  private DepthwiseWeightGradient(
      Geometry geometry,
      long[] shape,
      convolution_backward_weights.primitive_desc how,
      OneDnn.Scratch scratch,
      OneDnn.Scratch frames) {
    this.scratch = scratch;
    this.frames = frames;
    this.kernel = geometry.kernel();
    this.channels = (int) shape[3];
    long n = shape[0];
    long h = shape[1];
    long w = shape[2];
    long border = kernel / 2;
    long outH = (h - 1) / geometry.stride() + 1;
    long outW = (w - 1) / geometry.stride() + 1;
    memory.desc framed = how.src_desc();
    memory.desc gradient = how.diff_dst_desc();
    this.ordered = how.diff_weights_desc();
    this.windowGradient = OneDnn.allocate(ordered);
    this.window =
        new OneDnn.Operation(new convolution_backward_weights(how), how.scratchpad_desc(), scratch)
            .bind(dnnl.DNNL_ARG_SRC, framed)
            .bind(dnnl.DNNL_ARG_DIFF_DST, gradient)
            .bind(dnnl.DNNL_ARG_DIFF_WEIGHTS, ordered);
    this.frameInput =
        OneDnn.reorder(OneDnn.activations(n, h, w, channels), part(framed, h, w), scratch);
    this.padGradient =
        OneDnn.reorder(
            OneDnn.activations(n, outH, outW, channels), part(gradient, outH, outW), scratch);
    dnnl_memory_desc_t layout = framed.data();
    this.rowStep = layout.format_desc_blocking().strides().get(2) * Float.BYTES;
    this.columnStep = layout.format_desc_blocking().strides().get(3) * Float.BYTES;
    long farthest = (kernel - WINDOW) * (rowStep + columnStep);
    this.insideStart = border * (rowStep + columnStep);
    this.frameBytes = (framed.get_size() + farthest + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    this.paddedBytes = gradient.get_size();
  }

  /**
   * @param scratch of oneDNN's primitives
   * @param frames for the arrays with zeros around them
   * @return {@code null} where oneDNN has no fast kernel for the windows either
   */
  static DepthwiseWeightGradient of(
      Geometry geometry, long[] shape, OneDnn.Scratch scratch, OneDnn.Scratch frames) {
    long s = geometry.stride();
    long height = shape[1] + geometry.kernel() - 1;
    long width = shape[2] + geometry.kernel() - 1;
    memory.desc framed = OneDnn.describe(memory.format_tag.any, shape[0], shape[3], height, width);
    memory.desc gradient =
        OneDnn.describe(
            memory.format_tag.any,
            shape[0],
            shape[3],
            (height - WINDOW) / s + 1,
            (width - WINDOW) / s + 1);
    memory.desc weight = OneDnn.describe(memory.format_tag.any, shape[3], 1, 1, WINDOW, WINDOW);
    long[] strides = {s, s};
    long[] none = {0, 0};
    convolution_forward.primitive_desc hint =
        new convolution_forward.primitive_desc(
            new convolution_forward.desc(
                dnnl.prop_kind.forward_training,
                dnnl.algorithm.convolution_direct,
                framed,
                weight,
                gradient,
                strides,
                none,
                none),
            OneDnn.OWN_SCRATCH,
            OneDnn.CPU);
    convolution_backward_weights.primitive_desc how =
        new convolution_backward_weights.primitive_desc(
            new convolution_backward_weights.desc(
                dnnl.algorithm.convolution_direct, framed, weight, gradient, strides, none, none),
            OneDnn.OWN_SCRATCH,
            OneDnn.CPU,
            hint);
    boolean fast = how.impl_info_str().getString().startsWith("jit_dw");
    return fast ? new DepthwiseWeightGradient(geometry, shape, how, scratch, frames) : null;
  }

  /**
   * @param x {@code [n, h, w, c]}
   * @param dy {@code [n, h', w', c]}
   * @param dWeights {@code [k, k, c]} without gaps; overwritten
   */
  void compute(Pointer x, Pointer dy, INDArray dWeights) {
    if (order == null) {
      order = OneDnn.reorder(ordered, OneDnn.depthwiseWeights(firstWindow(dWeights)), scratch);
    }
    Pointer framed = frames.atLeast(frameBytes + paddedBytes);
    Pointer gradient = shifted(framed, frameBytes);
    Pointer.memset(framed, 0, frameBytes + paddedBytes);
    frameInput.run(x, shifted(framed, insideStart));
    padGradient.run(dy, gradient);
    Pointer taps = windowGradient.get_data_handle();
    for (int row = 0; row + WINDOW <= kernel; row += STEP) {
      for (int column = 0; column + WINDOW <= kernel; column += STEP) {
        window.run(shifted(framed, row * rowStep + column * columnStep), gradient, taps);
        long first = ((long) row * kernel + column) * channels;
        order.run(taps, shifted(Addresses.pointer(dWeights), first * Float.BYTES));
      }
    }
  }

  /** A part of so many rows and columns, which starts wherever a pointer to it does. */
  private static memory.desc part(memory.desc whole, long rows, long columns) {
    memory.desc part = new memory.desc(whole.data()); // a copy, which desc(desc) would not be
    part.data().dims().put(2, rows).put(3, columns);
    part.data().padded_dims().put(2, rows).put(3, columns);
    return part;
  }

  private static INDArray firstWindow(INDArray dWeights) {
    return Views.part(Views.part(dWeights, 0, 0, WINDOW), 1, 0, WINDOW);
  }

  private static Pointer shifted(Pointer start, long bytes) {
    return new BytePointer(start).position(bytes);
  }
}
