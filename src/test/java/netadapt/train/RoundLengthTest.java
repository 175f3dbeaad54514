package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundLengthTest {
  private static final int LONG_EPOCH = 1000;

  private final RoundLength measured = new RoundLength(0);

  @Test
  void isWhatIsAskedFor() {
    assertThat(new RoundLength(5).next(List.of(), LONG_EPOCH)).isEqualTo(5);
    assertThat(new RoundLength(5).next(log(0.1, 1), LONG_EPOCH)).isEqualTo(5);
    assertThat(new RoundLength(5).alone()).isEqualTo(5);
  }

  @Test
  void firstRoundsAreShort() {
    assertThat(measured.next(List.of(), LONG_EPOCH)).isEqualTo(8);
    assertThat(measured.next(log(0.1, 1).subList(0, 7), LONG_EPOCH)).isEqualTo(8);
    assertThat(measured.alone()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.8, 33", // a tenth of a second each step, 3.2 of averaging at 3%
    "0.001, 0.8, 8", // never shorter than the first ones
    "2, 0.8, 64", // never longer than this
    "0, 0.8, 8"
  })
  void laterRoundsLeaveLittleToAveraging(double averaging, double compute, int steps) {
    assertThat(measured.next(log(averaging, compute), LONG_EPOCH)).isEqualTo(steps);
  }

  @Test
  void noRoundIsLongerThanAnEpoch() {
    assertThat(measured.next(log(2, 0.8), 20)).isEqualTo(20);
    assertThat(measured.next(log(2, 0.8), 3)).isEqualTo(8);
  }

  @Test
  void slowFirstRoundsDoNotCount() {
    List<TrainingRound> log = log(0.1, 0.8);
    for (int round = 0; round < 3; round++) {
      log.set(round, round(round, 8 * (round + 1), 30, 5));
    }

    assertThat(measured.next(log, LONG_EPOCH)).isEqualTo(33);
  }

  /** Whatever the rounds since took: they follow from the log, which is all that is resumed. */
  @Test
  void onceMeasuredTheLengthStays() {
    List<TrainingRound> log = log(0.1, 0.8);
    log.add(round(8, 8 * 8 + 33, 9, 0.8));
    log.add(round(9, 8 * 8 + 66, 9, 0.8));

    assertThat(measured.next(log, LONG_EPOCH)).isEqualTo(33);
    assertThat(RoundLength.of(log)).isEqualTo(33);
  }

  @Test
  void aTrainingsLengthIsThatOfAnyRoundAfterTheMeasuredOnes() {
    List<TrainingRound> log = log(0.1, 0.8);
    assertThat(RoundLength.of(List.of(round(0, 6, 1, 1)))).isEqualTo(6);
    assertThat(RoundLength.of(log)).isEqualTo(8);
    log.add(round(8, 8 * 8 + 33, 9, 0.8));
    assertThat(RoundLength.of(log)).isEqualTo(33);
  }

  /** A checkpoint then keeps what a second measurement would not give again. */
  @Test
  void theFirstRoundOfTheMeasuredLengthIsKnown() {
    List<TrainingRound> log = log(0.1, 0.8);
    assertThat(measured.justMeasured(log)).isFalse();
    log.add(round(8, 8 * 8 + 33, 9, 0.8));
    assertThat(measured.justMeasured(log)).isTrue();
    assertThat(new RoundLength(8).justMeasured(log)).isFalse();
    log.add(round(9, 8 * 8 + 66, 9, 0.8));
    assertThat(measured.justMeasured(log)).isFalse();
  }

  private static List<TrainingRound> log(double averaging, double compute) {
    List<TrainingRound> log = new ArrayList<>();
    for (int round = 0; round < 8; round++) {
      log.add(round(round, 8 * (round + 1), averaging, compute));
    }
    return log;
  }

  private static TrainingRound round(int number, long step, double averaging, double compute) {
    return new TrainingRound(
        number, 0, step, 64, 0.1, 1, averaging + compute, 0, compute, Optional.empty());
  }
}
