package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FloatsTest {
  /** Arrays that are all of their memory, and views and orders that are not. */
  static List<INDArray> arrays() {
    INDArray all = Nd4j.arange(60).castTo(DataType.FLOAT).reshape('c', 5, 12);
    return List.of(
        all,
        all.reshape('c', 5, 3, 4),
        Nd4j.arange(60).castTo(DataType.FLOAT).reshape('f', 5, 12),
        Nd4j.arange(60).castTo(DataType.DOUBLE).reshape('c', 5, 12),
        all.dup().transpose(),
        all.dup().get(NDArrayIndex.interval(1, 3), NDArrayIndex.all()),
        all.dup().get(NDArrayIndex.interval(0, 3), NDArrayIndex.all()),
        all.dup().get(NDArrayIndex.all(), NDArrayIndex.interval(2, 7)),
        all.dup().getColumn(3),
        all.dup().getRow(2),
        Nd4j.scalar(7f));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void numbersComeInRowMajorOrder(INDArray array) {
    assertThat(Floats.of(array)).isEqualTo(oneByOne(array));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void whatIsCopiedInIsReadBack(INDArray array) {
    float[] numbers = new float[(int) array.length()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = 100 + i;
    }

    Floats.copy(numbers, array);

    assertThat(oneByOne(array)).isEqualTo(numbers);
  }

  @Test
  void aViewsSurroundingsAreLeftAlone() {
    INDArray all = Nd4j.zeros(DataType.FLOAT, 4, 3);

    Floats.copy(new float[] {1, 2, 3}, all.getRow(1));

    assertThat(oneByOne(all)).containsExactly(0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void theCopyIsNotTheArray() {
    INDArray array = Nd4j.zeros(DataType.FLOAT, 3);

    Floats.of(array)[1] = 5;

    assertThat(array.getFloat(1)).isZero();
  }

  @Test
  void anotherNumberOfNumbersIsRefused() {
    assertThatThrownBy(() -> Floats.copy(new float[2], Nd4j.zeros(DataType.FLOAT, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 numbers do not fill an array of 3");
  }

  private static float[] oneByOne(INDArray array) {
    float[] numbers = new float[(int) array.length()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.dup('c').data().getFloat(i);
    }
    return numbers;
  }
}
