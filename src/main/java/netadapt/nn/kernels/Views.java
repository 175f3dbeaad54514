package netadapt.nn.kernels;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Views of parts of arrays.
 *
 * <p>ND4J's own {@code get} returns an empty array for some parts of a view that starts early in
 * its buffer; these compute the offset themselves.
 */
public final class Views {
  private Views() {}

  /** Indices {@code [from, to)} of one axis; the array itself if these are all. */
  public static INDArray part(INDArray x, int axis, long from, long to) {
    return from == 0 && to == x.size(axis) ? x : view(x, axis, from, to - from, 1);
  }

  /** Channels {@code [from, to)} of {@code [n, h, w, c]}. */
  public static INDArray channels(INDArray x, long from, long to) {
    return part(x, x.rank() - 1, from, to);
  }

  /** Every stride-th pixel, {@code [n, h, w, c] -> [n, ceil(h / stride), ceil(w / stride), c]}. */
  public static INDArray pixels(INDArray x, int stride) {
    return pixels(x, stride, 0, 0);
  }

  /** The same from a first row and column on, each below the stride. */
  static INDArray pixels(INDArray x, int stride, int firstRow, int firstColumn) {
    if (stride == 1) {
      return x;
    }
    INDArray rows = view(x, 1, firstRow, (x.size(1) - 1 - firstRow) / stride + 1, stride);
    return view(rows, 2, firstColumn, (x.size(2) - 1 - firstColumn) / stride + 1, stride);
  }

  /** The centre of a kernel, {@code [size, size, …]} of {@code [k, k, …]}. */
  public static INDArray centre(INDArray weight, int size) {
    long from = (weight.size(0) - size) / 2;
    return part(part(weight, 0, from, from + size), 1, from, from + size);
  }

  /** Whether the elements follow one another in row-major order without gaps. */
  public static boolean isDense(INDArray x) {
    long step = 1;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      if (x.size(axis) > 1 && x.stride(axis) != step) {
        return false;
      }
      step *= x.size(axis);
    }
    return true;
  }

  private static INDArray view(INDArray x, int axis, long from, long size, long step) {
    long[] shape = x.shape().clone();
    long[] strides = x.stride().clone();
    long offset = x.offset() + from * strides[axis];
    shape[axis] = size;
    strides[axis] *= step;
    return Nd4j.create(x.data(), shape, strides, offset, 'c');
  }
}
