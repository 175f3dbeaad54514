package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSectionTest {
  @TempDir Path local;
  private MadeUpRun run;

  @BeforeEach
  void makeUp() {
    run = new MadeUpRun(local.resolve("first"));
  }

  @Test
  void aRunThatWasOnlyTrainedShowsItsTraining() {
    run.trained(run.directory.supernet(), 25);
    String report = run.report();
    assertThat(MadeUpRun.text(report))
        .contains(
            "250 steps in 3 epochs, 16,000 images in 50.0 s (320 images per second);"
                + " last loss 0.080",
            "With the shared weights the full network came to 85.00% on the held-out images, that"
                + " with half of all filters to 65.00%, that with a quarter to 35.00%.")
        .contains("how they were trained appears here after netadapt train");
    assertThat(report)
        .contains("aria-label=\"Loss by step, from 2 to 0.08.\"")
        .contains("aria-label=\"With the shared weights the full network came to 85.00%");
  }

  @Test
  void aTrainingOfWhichNoEpochWasScoredHasNoAccuracies() {
    run.trained(run.directory.supernet(), 9);
    assertThat(run.report()).doesNotContain("id=\"supernet-accuracy\"");
  }

  @Test
  void theNetworkFoundHasACurveOfItsOwn() {
    run.results(MadeUpRun.RESULTS);
    run.trained(run.directory.named("trained/f2-seed-1"), 25);
    assertThat(run.text())
        .contains("found, 39.8% of the MACs 3 250 16,000 50.0 s 0.080 85.00% 85.00%");
    assertThat(run.report())
        .contains("aria-label=\"Accuracy on held-out images by step of found, 39.8% of the MACs;");
  }

  @Test
  void aTrainingThatDivergedHasAReport() {
    run.trained(run.directory.supernet(), 3, Double.NaN);
    run.results(MadeUpRun.RESULTS);
    run.trained(run.directory.named("trained/f2-seed-1"), 3, Double.POSITIVE_INFINITY);
    assertThat(run.text())
        .contains("last loss NaN.")
        .contains("found, 39.8% of the MACs 1 30 1,920 6.0 s Infinity – –");
    assertThat(run.text()).contains("The loss was never a number that can be drawn.");
    assertThat(run.report()).contains("[\"super-network\",10,null,"); // JSON knows no NaN
  }
}
