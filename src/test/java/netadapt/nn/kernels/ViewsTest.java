package netadapt.nn.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ViewsTest {
  private final Random random = new Random(5);

  @Test
  void aPartIsWhatPlainIndexingSays() {
    for (int round = 0; round < 200; round++) {
      INDArray x = counted();
      int axis = random.nextInt(4);
      int from = random.nextInt((int) x.size(axis));
      int to = from + 1 + random.nextInt((int) x.size(axis) - from);

      INDArray part = Views.part(x, axis, from, to);

      assertThat(part.size(axis)).isEqualTo(to - from);
      assertThat(numbers(part)).containsExactly(plain(x, part.shape(), axis, from));
    }
  }

  @Test
  void pixelsAreEveryStridethFromTheFirst() {
    for (int stride = 1; stride <= 3; stride++) {
      for (int round = 0; round < 30; round++) {
        INDArray x = counted();

        INDArray pixels = Views.pixels(x, stride);

        long[] shape = {
          x.size(0), ceil(x.size(1), stride), ceil(x.size(2), stride), x.size(3),
        };
        assertThat(pixels.shape()).containsExactly(shape);
        for (int row = 0; row < shape[1]; row++) {
          for (int column = 0; column < shape[2]; column++) {
            assertThat(pixels.getDouble(0, row, column, 0))
                .isEqualTo(x.getDouble(0, row * stride, column * stride, 0));
          }
        }
      }
    }
  }

  @Test
  void theCentreOfAKernelLeavesAsMuchOnEverySide() {
    INDArray kernel = counted(7, 7, 2, 3);

    INDArray centre = Views.centre(kernel, 3);

    assertThat(centre.shape()).containsExactly(3, 3, 2, 3);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        assertThat(centre.getDouble(row, column, 1, 2))
            .isEqualTo(kernel.getDouble(row + 2, column + 2, 1, 2));
      }
    }
  }

  @Test
  void writingIntoAPartChangesTheWhole() {
    INDArray x = counted(2, 3, 4, 5);

    Views.channels(x, 1, 3).assign(-1);

    assertThat(x.getDouble(1, 2, 3, 0)).isEqualTo(115);
    assertThat(x.getDouble(1, 2, 3, 1)).isEqualTo(-1);
    assertThat(x.getDouble(1, 2, 3, 2)).isEqualTo(-1);
    assertThat(x.getDouble(1, 2, 3, 3)).isEqualTo(118);
  }

  /** As a graph's parameters: each a view of one buffer, which starts early in it. */
  @Test
  void aPartBehindItsViewsLengthIsNotEmpty() {
    INDArray store = counted(1, 1, 1, 1000).reshape(1000);
    for (int start = 0; start < 300; start += 7) {
      INDArray view = Views.part(store, 0, start, start + 60).reshape('c', 2, 30);
      for (int row = 0; row < 2; row++) {
        INDArray part = Views.part(view, 0, row, row + 1);
        double last = start + 30.0 * row + 29;
        assertThat(part.length()).isEqualTo(30);
        assertThat(part.getDouble(0, 29)).isEqualTo(last);
        assertThat(numbers(Views.channels(part, 28, 30))).containsExactly(last - 1, last);
      }
    }
  }

  /** A view in the middle of a buffer, or an array of its own, holding 0, 1, 2 … */
  private INDArray counted() {
    long[] shape = new long[4];
    long length = 1;
    for (int axis = 0; axis < 4; axis++) {
      shape[axis] = 1L + random.nextInt(5);
      length *= shape[axis];
    }
    if (random.nextBoolean()) {
      return counted(shape);
    }
    long before = random.nextInt(50);
    INDArray store = Nd4j.zeros(DataType.FLOAT, before + length + random.nextInt(50));
    INDArray view = Views.part(store, 0, before, before + length).reshape('c', shape);
    return view.assign(counted(shape));
  }

  private static INDArray counted(long... shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    return Nd4j.arange((double) length).castTo(DataType.FLOAT).reshape('c', shape);
  }

  private static double[] numbers(INDArray x) {
    return x.dup('c').data().asDouble();
  }

  private static double[] plain(INDArray x, long[] shape, int axis, int from) {
    double[] values = new double[(int) (shape[0] * shape[1] * shape[2] * shape[3])];
    int at = 0;
    int[] index = new int[4];
    for (index[0] = 0; index[0] < shape[0]; index[0]++) {
      for (index[1] = 0; index[1] < shape[1]; index[1]++) {
        for (index[2] = 0; index[2] < shape[2]; index[2]++) {
          for (index[3] = 0; index[3] < shape[3]; index[3]++) {
            int[] source = index.clone();
            source[axis] = from + index[axis];
            values[at++] = x.getDouble(source);
          }
        }
      }
    }
    return values;
  }

  private static long ceil(long number, int divisor) {
    return (number + divisor - 1) / divisor;
  }
}
