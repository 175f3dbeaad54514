package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankSectionTest {

  @TempDir Path local;
  private MadeUpRun run;

  @BeforeEach
  void makeUp() {
    run = new MadeUpRun(local.resolve("first"));
    run.configured();
  }

  /** The better the score, the better the accuracy; MACs say nothing. */
  private void trained(int network, double score) {
    trained(network, OptionalDouble.of(score), 0.5 + score / 4);
  }

  private void trained(int network, OptionalDouble score, double accuracy) {
    trained(network, 0, score, accuracy);
  }

  private void trained(int network, int training, OptionalDouble score, double accuracy) {
    run.rankChecked(network, training, score, accuracy);
  }

  private String text() {
    return run.text();
  }

  @Test
  void aScoreThatRanksPerfectlyIsSaidTo() {
    for (int network = 0; network < 20; network++) {
      trained(network, 0.04 * network);
    }

    assertThat(text().replaceAll("\\s+", " "))
        .contains("The score with shared weights ranks networks better than their MACs do")
        .contains("highest score is 0.00 points of accuracy below the best of these 20")
        .contains("20 random networks with 30.0% to 70.0% of the MACs; 20 trainings for 8 epochs")
        .contains("from random weights, tested on 600 test images; 0 of them failed")
        .contains("All 20 networks")
        .contains("Within 2 bands of about equal MACs")
        .contains("score 1.00 (1.00 to 1.00) 1.00 (1.00 to 1.00) 0.00 (0.00 to 0.00)")
        .contains("chance - - ");
  }

  @Test
  void theHighestScoreIsMarkedInThePicture() {
    trained(0, OptionalDouble.of(0.5), 0.6);
    trained(1, OptionalDouble.of(0.6), 0.55);
    trained(2, OptionalDouble.of(0.4), 0.7);

    assertThat(run.report()).contains("highest score, 60.00%, came to 55.00%; the best to 70.00%");
  }

  @Test
  void networksThatFailedAreCountedAndLeftOut() {
    trained(0, 0.5);
    trained(1, 0.6);
    trained(2, OptionalDouble.empty(), 0.6);

    assertThat(text()).contains("1 of them failed").contains("All 2 networks");
  }

  @Test
  void secondTrainingsShowHowWellOneTrainingPredictsAnother() {
    for (int network = 0; network < 4; network++) {
      for (int training = 0; training < 2; training++) {
        trained(network, training, OptionalDouble.of(0.1 * network), 0.5 + 0.1 * network);
      }
    }

    assertThat(text().replaceAll("\\s+", " "))
        .contains("4 random networks")
        .contains("8 trainings")
        .contains("training again 1.00 (1.00 to 1.00) - -");
  }

  @Test
  void aCheckThatWasKilledAfterOneNetworkHasAReport() {
    trained(0, 0.5);

    assertThat(text()).contains("Of 1 networks nothing can be said: train more of them.");
  }

  @Test
  void aRunWithoutACheckHasNoSection() {
    assertThat(run.report()).doesNotContain("<h2>Rank check");
  }

  @Test
  void theSameRowsGiveTheSamePage() {
    for (int network = 0; network < 9; network++) {
      trained(network, 0.04 * network);
    }

    assertThat(run.report()).isEqualTo(run.report());
  }
}
