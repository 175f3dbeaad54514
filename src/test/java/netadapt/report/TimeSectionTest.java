package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeSectionTest {
  @TempDir Path local;
  private MadeUpRun run;

  @BeforeEach
  void makeUp() {
    run = new MadeUpRun(local.resolve("first"));
  }

  @Test
  void everyStepHasItsTimeOrIsSaidToBeMissing() {
    run.results(MadeUpRun.RESULTS);
    assertThat(run.text())
        .contains("prepare 3.2 s")
        .contains("train-supernet 1 min 39 s")
        .contains("search 1 h 06 min")
        .contains("export not done yet");
  }
}
