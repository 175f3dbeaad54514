package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScoringImagesTest {
  @Test
  void roundsAreEquallyLongAndEndWithTheLastImage() {
    assertThat(ScoringImages.rounds(5000))
        .containsExactly(625, 1250, 1875, 2500, 3125, 3750, 4375, 5000);
    assertThat(ScoringImages.rounds(10)).containsExactly(1, 2, 3, 5, 6, 7, 8, 10);
    assertThat(ScoringImages.rounds(3)).containsExactly(1, 2, 3);
    assertThat(ScoringImages.rounds(Integer.MAX_VALUE)).endsWith(Integer.MAX_VALUE).hasSize(8);
  }
}
