package netadapt.nn.kernels;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Adds the parts of a weight's gradient, one per thread, to the gradient, in their order. */
final class PartialSums {
  private final INDArray sum;
  private final FloatBuffer[] parts;
  private final int rowLength;
  private final int rows;

  /**
   * @param sum of any shape; may be a view if the numbers of its last axis follow one another
   * @param parts of the shape of {@code sum}, dense
   */
  PartialSums(INDArray sum, INDArray[] parts) {
    this.sum = sum;
    this.parts = Arrays.stream(parts).map(Addresses::buffer).toArray(FloatBuffer[]::new);
    boolean dense = Views.isDense(sum);
    int columns = (int) sum.size(sum.rank() - 1);
    this.rowLength = dense ? Math.min(Tiles.LENGTH, (int) sum.length()) : columns;
    this.rows = ((int) sum.length() + rowLength - 1) / rowLength;
  }

  void add(Crew crew) {
    FloatBuffer to = Addresses.reach(sum);
    crew.share(
        rows,
        (hand, begin, end) -> {
          float[] total = new float[rowLength];
          float[] part = new float[rowLength];
          for (int row = begin; row < end; row++) {
            int from = row * rowLength;
            int count = Math.min(rowLength, (int) sum.length() - from);
            int at = offset(from);
            to.get(at, total, 0, count);
            for (FloatBuffer buffer : parts) {
              buffer.get(from, part, 0, count);
              Loops.add(total, part, count);
            }
            to.put(at, total, 0, count);
          }
        });
  }

  /** Where the number at a position in row-major order lies. */
  private int offset(int position) {
    long offset = 0;
    int rest = position;
    for (int axis = sum.rank() - 1; axis >= 0; axis--) {
      int size = (int) sum.size(axis);
      offset += rest % size * sum.stride(axis);
      rest /= size;
    }
    return (int) offset;
  }
}
