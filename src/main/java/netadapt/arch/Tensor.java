package netadapt.arch;

import java.io.Serializable;
import java.util.Arrays;

/** Numbers with a shape, in row-major order; immutable. */
public final class Tensor implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] shape;
  private final float[] values;

  /**
   * @param shape each at least 0
   * @param values in row-major order; copied
   * @throws IllegalArgumentException if there are not as many values as the shape says
   */
  public Tensor(int[] shape, float[] values) {
    this(shape.clone(), values.clone(), true);
  }

  private Tensor(int[] shape, float[] values, boolean owned) {
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    if (size != values.length) {
      throw new IllegalArgumentException(
          "shape %s takes %d values but there are %d"
              .formatted(Arrays.toString(shape), size, values.length));
    }
    this.shape = shape;
    this.values = values;
  }

  /** The size of every axis; a copy. */
  public int[] shape() {
    return shape.clone();
  }

  /** The size of one axis. */
  public int size(int axis) {
    return shape[axis];
  }

  /** How many values there are. */
  public int length() {
    return values.length;
  }

  /** All values in row-major order; a copy. */
  public float[] values() {
    return values.clone();
  }

  /** One value of the row-major order. */
  public float at(int index) {
    return values[index];
  }

  /**
   * A box cut out of the tensor.
   *
   * @param from first index of every axis
   * @param size of the box along every axis
   * @throws IndexOutOfBoundsException if the box sticks out
   */
  public Tensor box(int[] from, int[] size) {
    check(from, size);
    int total = Arrays.stream(size).reduce(1, (a, b) -> a * b);
    float[] cut = new float[total];
    int row = size.length == 0 ? 1 : size[size.length - 1];
    for (int at = 0; at < total; at += row) {
      System.arraycopy(values, place(at, from, size), cut, at, row);
    }
    return new Tensor(size.clone(), cut, true);
  }

  /**
   * The same with other values in a box.
   *
   * @param from first index of every axis
   * @param box has as many axes
   * @throws IndexOutOfBoundsException if the box sticks out
   */
  public Tensor with(int[] from, Tensor box) {
    check(from, box.shape);
    float[] changed = values.clone();
    int row = box.shape.length == 0 ? 1 : box.shape[box.shape.length - 1];
    for (int at = 0; at < box.values.length; at += row) {
      System.arraycopy(box.values, at, changed, place(at, from, box.shape), row);
    }
    return new Tensor(shape, changed, true);
  }

  private void check(int[] from, int[] size) {
    for (int axis = 0; axis < shape.length; axis++) {
      if (from[axis] < 0 || from[axis] + size[axis] > shape[axis]) {
        throw new IndexOutOfBoundsException(
            "box at %s of %s in %s"
                .formatted(Arrays.toString(from), Arrays.toString(size), Arrays.toString(shape)));
      }
    }
  }

  /** Where a value of a box is among these. */
  private int place(int inBox, int[] from, int[] size) {
    int place = 0;
    int rest = inBox;
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      place += (from[axis] + rest % size[axis]) * stride;
      rest /= size[axis];
      stride *= shape[axis];
    }
    return place;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
