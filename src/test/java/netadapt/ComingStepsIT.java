package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What can be known of a search is told before the training that it needs. */
class ComingStepsIT {
  @RegisterExtension static final PreparedDigits DIGITS = new PreparedDigits();

  @TempDir private Path folder;

  @Test
  void gpusThatTheProgramWasNotBuiltForAreRefused() {
    assertRefused(
        "scoring.device = gpu",
        "scoring.device is gpu but must be cpu or auto in a program that was not built with -Pgpu"
            + " (settings:5; or -Dscoring.device=cpu)");
  }

  @Test
  void aReductionThatSoFewLayersCannotMakeIsRefused() {
    assertRefused(
        "search { layers = 1, reduction = 0.49 }",
        "search.layers is 1 but must be more, or the reduction less: in iteration 1 none of 260"
            + " draws of so many layers comes down to 433,467 MACs (settings:5)");
  }

  @Test
  void fineTuningOnLessThanAMinibatchIsRefused() {
    assertRefused(
        "search.strategy = descent, scoring.fine-tune-steps = 5, train.batch = 5000",
        "train.batch is 5000 but must be at most 1000, the training images");
  }

  @Test
  void aSearchThatIsLikelyToGetStuckIsAWarning() {
    List<String> told = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void warned(String warning) {
            told.add(warning);
          }

          @Override
          public void started(Step step) {
            throw new Stopped("told before the training", null);
          }
        };
    String settings =
        "search { strategy = descent, layers = 1, reduction = 0.1, budgets = [0.01] }";
    try (NetAdapt run = DIGITS.open(folder.resolve("run"), settings, listener)) {
      assertThatThrownBy(() -> run.perform(Step.TRAIN_SUPERNET)).isInstanceOf(Stopped.class);
    }

    assertThat(told)
        .filteredOn(warning -> warning.contains("search.layers is 1 but must be more"))
        .singleElement()
        .asString()
        .startsWith("a search without true scores did not come down to all budgets");
  }

  private void assertRefused(String settings, String message) {
    try (NetAdapt run = DIGITS.open(folder.resolve("run"), settings)) {
      for (Step[] steps : List.of(Step.values(), new Step[] {Step.TRAIN_SUPERNET})) {
        assertThatThrownBy(() -> run.perform(steps))
            .isInstanceOf(BadInput.class)
            .hasMessageStartingWith(message);
      }
    }
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
