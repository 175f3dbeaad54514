package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import netadapt.run.RunTables;
import netadapt.task.ScoreUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreSectionTest {
  @TempDir Path local;
  private MadeUpRun run;

  @BeforeEach
  void makeUp() {
    run = new MadeUpRun(local.resolve("first"));
  }

  @Test
  void howWellScoresWerePredictedIsSaidBesideTheirNoise() {
    run.searched(List.of(0.6, 0.3));
    Predictions predictions = Predictions.of(RunTables.open(run.directory).samples());
    assertThat(predictions.networks()).isGreaterThan(5);
    assertThat(run.text())
        .contains("What a score means")
        .contains(
            "Of %d networks that had not been scored before".formatted(predictions.networks()),
            "an error of " + ScoreUnit.SHARE.difference(predictions.error()),
            "scores alone is " + ScoreUnit.SHARE.difference(predictions.scoreError()))
        .contains("score against its expected score");
  }
}
