package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochScoringTest {
  @Test
  void roundsThatEndAnEpochAreScored() {
    assertThat(scoredAfter(1)).containsExactly(8L, 12L, 16L, 20L); // epochs end at 5, 10, 15, 20
  }

  @Test
  void fewerEpochsMayBeScoredAndTheLastOneIs() {
    assertThat(scoredAfter(3)).containsExactly(16L, 20L);
    assertThat(scoredAfter(9)).containsExactly(20L);
    assertThat(scoredAfter(0)).isEmpty();
  }

  /** Steps after which is scored, of 4 epochs of 5 steps in rounds of 4. */
  private static List<Long> scoredAfter(int epochs) {
    EpochScoring scoring = new EpochScoring(epochs, false, EpochScoring.NONE.scorer());
    List<Long> scored = new ArrayList<>();
    for (long step = 0; step < 20; step += 4) {
      if (scoring.due(step, step + 4, 5, 20)) {
        scored.add(step + 4);
      }
    }
    return scored;
  }
}
