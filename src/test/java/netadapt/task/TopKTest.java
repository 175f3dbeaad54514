package netadapt.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopKTest {
  private static final float[] OUTPUTS = {1, 4, -2, 4, 3};

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 3, 0", "2, 3, 1", "2, 4, 0", "3, 4, 1", "4, 2, 0", "5, 2, 1"})
  void countsImagesWhoseClassIsAmongTheHighestTheFirstOfEqualOnesBefore(
      int k, int label, double value) {
    assertThat(new TopK(k).of(OUTPUTS, Truth.of(label))).isEqualTo(value);
  }

  @Test
  void isCalledByItsNumber() {
    assertThat(new TopK(5).name()).isEqualTo("top-5");
    assertThatThrownBy(() -> new TopK(0)).hasMessage("k is 0 but must be at least 1");
  }
}
