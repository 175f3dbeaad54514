package netadapt.train;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies numbers between ND4J's arrays and Java's, all at once where ND4J does one by one. */
final class Floats {
  private Floats() {}

  /** Whether arrays are in memory that this process can write: not those of a GPU. */
  static boolean inReach() {
    return Nd4j.getEnvironment().isCPU();
  }

  /**
   * The numbers of an array in row-major order.
   *
   * @param array of any shape, float32 or float64
   */
  static float[] of(INDArray array) {
    INDArray source = dense(array) ? array : array.dup('c');
    if (!dense(source)) {
      return source.data().asFloat();
    }
    float[] numbers = new float[Math.toIntExact(source.length())];
    memory(source).get(numbers, 0, numbers.length);
    return numbers;
  }

  /**
   * Overwrites an array.
   *
   * @param numbers as many as the target holds, in row-major order
   * @param target of any shape, float32 or float64; changed in place
   * @throws IllegalArgumentException if there are more or fewer numbers
   */
  static void copy(float[] numbers, INDArray target) {
    if (numbers.length != target.length()) {
      throw new IllegalArgumentException(
          "%d numbers do not fill an array of %d".formatted(numbers.length, target.length()));
    }
    if (dense(target)) {
      memory(target).put(numbers, 0, numbers.length);
    } else {
      target.assign(Nd4j.create(numbers, target.shape(), 'c'));
    }
  }

  /** Whether the array is all of its memory, in row-major order. */
  private static boolean dense(INDArray array) {
    return inReach()
        && array.dataType() == DataType.FLOAT
        && (array.ordering() == 'c' || array.isVectorOrScalar())
        && array.elementWiseStride() == 1
        && array.offset() == 0
        && array.data().length() == array.length();
  }

  private static FloatPointer memory(INDArray array) {
    return (FloatPointer) array.data().pointer();
  }
}
