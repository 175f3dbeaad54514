package netadapt.nn.kernels;

import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where the numbers of ND4J's arrays are in memory: valid as long as the arrays are alive.
 *
 * <p>ND4J's own pointers to a view start at the view in some cases and at its buffer in others.
 */
final class Addresses {
  /** How many numbers a buffer of Java's can address. */
  private static final long MOST_NUMBERS = Integer.MAX_VALUE / Float.BYTES;

  private Addresses() {}

  /**
   * A pointer to an array's first number; if the array is dense, its other numbers follow.
   *
   * @throws IllegalArgumentException if the array is not single precision
   */
  static FloatPointer pointer(INDArray x) {
    if (x.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException("array is of " + x.dataType() + " but must be of FLOAT");
    }
    return new At(x.data().address() + x.offset() * Float.BYTES, x.length());
  }

  /**
   * Where the first number of a dense array is.
   *
   * @throws IllegalArgumentException if it is not single precision, in row-major order without gaps
   */
  static long of(INDArray x) {
    requireDense(x);
    return pointer(x).address();
  }

  /**
   * The same.
   *
   * @param shape that it must have
   * @throws IllegalArgumentException if it is of another shape, too
   */
  static long of(INDArray x, long... shape) {
    if (!Arrays.equals(x.shape(), shape)) {
      throw new IllegalArgumentException(
          "array is of shape %s but must be of %s"
              .formatted(Arrays.toString(x.shape()), Arrays.toString(shape)));
    }
    return of(x);
  }

  /** The same; 0 for {@code null}. */
  static long orNone(INDArray x, long... shape) {
    return x == null ? 0 : of(x, shape);
  }

  /** A pointer to an image's first number in a dense {@code [n, …]}. */
  static FloatPointer image(INDArray x, int image) {
    long perImage = x.length() / x.size(0);
    return new At(pointer(x).address() + image * perImage * Float.BYTES, perImage);
  }

  /**
   * An array's memory.
   *
   * @throws IllegalArgumentException if it is not single precision, in row-major order without
   *     gaps, and below 2 GB
   */
  static FloatBuffer buffer(INDArray x) {
    requireDense(x);
    if (x.length() > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          "array of shape %s must be of at most %d numbers"
              .formatted(Arrays.toString(x.shape()), MOST_NUMBERS));
    }
    return pointer(x).asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static void requireDense(INDArray x) {
    if (!Views.isDense(x)) {
      throw new IllegalArgumentException(
          "array of shape %s and strides %s must be contiguous"
              .formatted(Arrays.toString(x.shape()), Arrays.toString(x.stride())));
    }
  }

  /** A copy of an array's numbers. */
  static float[] numbers(INDArray x) {
    float[] numbers = new float[(int) x.length()];
    buffer(x).get(0, numbers);
    Reference.reachabilityFence(x);
    return numbers;
  }

  private static final class At extends FloatPointer {
    At(long address, long length) {
      this.address = address;
      this.limit = length;
      this.capacity = length;
    }
  }
}
