package netadapt.nn.kernels;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A 1×1 convolution of some images of a batch, as products of matrices by oneDNN.
 *
 * <p>The weights may be the first rows and columns of larger ones. So any number of channels is
 * computed without making anything for it first, and without copying weights.
 */
final class PointwiseConvolution {
  private static final byte AS_IT_IS = 'N';
  private static final byte TRANSPOSED = 'T';

  private final FloatPointer x;
  private final FloatPointer weight;
  private final int firstImage;
  private final long pixels;
  private final long in;
  private final long filters;
  private final long rowStride;

  /**
   * @param x {@code [n, h, w, in]}, dense
   * @param weight {@code [1, 1, in, filters]} or {@code [in, filters]}; a row's numbers follow one
   *     another
   * @param begin first image
   * @param end past the last image
   */
  PointwiseConvolution(INDArray x, INDArray weight, int begin, int end) {
    this.x = Addresses.image(x, begin);
    this.weight = Addresses.pointer(weight);
    this.firstImage = begin;
    this.pixels = (end - begin) * x.size(1) * x.size(2);
    this.in = x.size(3);
    this.filters = weight.size(weight.rank() - 1);
    this.rowStride = in > 1 ? weight.stride(weight.rank() - 2) : filters;
  }

  /**
   * @param y {@code [n, h, w, filters]}; these images' part is overwritten
   */
  void forward(INDArray y) {
    FloatPointer to = Addresses.image(y, firstImage);
    // [pixels, in] x [in, filters] -> [pixels, filters]
    multiply(AS_IT_IS, AS_IT_IS, pixels, filters, in, x, in, weight, rowStride, to, filters);
  }

  /**
   * @param dy {@code [n, h, w, filters]}
   * @param dx {@code [n, h, w, in]}; these images' part is overwritten; or {@code null}
   * @param dWeight of the weight's shape, dense; overwritten with these images' gradient
   */
  void backward(INDArray dy, INDArray dx, INDArray dWeight) {
    FloatPointer from = Addresses.image(dy, firstImage);
    if (dx != null) {
      FloatPointer to = Addresses.image(dx, firstImage);
      // [pixels, filters] x [in, filters]^T -> [pixels, in]
      multiply(AS_IT_IS, TRANSPOSED, pixels, in, filters, from, filters, weight, rowStride, to, in);
    }
    FloatPointer to = Addresses.pointer(dWeight);
    // [pixels, in]^T x [pixels, filters] -> [in, filters]
    multiply(TRANSPOSED, AS_IT_IS, in, filters, pixels, x, in, from, filters, to, filters);
  }

  /** {@code c [rows, columns] = a [rows, inner] · b [inner, columns]}, each with its row stride. */
  private static void multiply(
      byte orderOfA,
      byte orderOfB,
      long rows,
      long columns,
      long inner,
      FloatPointer a,
      long strideOfA,
      FloatPointer b,
      long strideOfB,
      FloatPointer c,
      long strideOfC) {
    int status =
        dnnl.dnnl_sgemm(
            orderOfA, orderOfB, rows, columns, inner, 1, a, strideOfA, b, strideOfB, 0, c,
            strideOfC);
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException(
          "oneDNN failed with status %d on a product of [%d, %d] and [%d, %d]"
              .formatted(status, rows, inner, inner, columns));
    }
  }
}
