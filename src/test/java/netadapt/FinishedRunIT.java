package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import netadapt.data.LocalSpark;
import netadapt.settings.Settings;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is over and called again: as it is, moved, or without some of its parts. */
class FinishedRunIT extends LocalSpark {
  @TempDir private Path folder;

  @Test
  void finishedRunThatIsCalledAgainOrMovedDoesNothingAndRecordsNothing() throws Exception {
    List<Step> done = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void started(Step step) {
            done.add(step);
          }
        };
    String text =
        "supernet.epochs = 1, search { budgets = [0.8], samples = 4 },"
            + " train { epochs = 1, baselines = [] }";
    Path first = folder.resolve("run");
    Settings settings = Settings.of(text, Map.of("run.directory", first.toString()));
    try (NetAdapt run = NetAdapt.open(settings, spark, listener)) {
      run.run();
      assertThat(done).containsExactly(Step.values());
      run.run();
      assertThat(done).hasSize(Step.values().length);
      run.perform(Step.REPORT);
      assertThat(done).endsWith(Step.REPORT).hasSize(Step.values().length + 1);
    }
    done.clear();

    Path moved = Files.move(first, folder.resolve("moved"));
    String before = Files.readString(moved.resolve("found/results.json"));
    Settings there =
        Settings.read(moved.resolve("config.conf"), Map.of("run.directory", moved.toString()));
    try (NetAdapt run = NetAdapt.open(there, spark, listener)) {
      run.run();
      assertThat(run.trajectory().count()).isPositive();
    }
    assertThat(done).isEmpty();
    assertThat(moved.resolve("found/results.json")).hasContent(before);
    assertThat(first).doesNotExist();
    assertThatThrownBy(() -> Settings.read(moved.resolve("config.conf"), Map.of()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("is of the run in " + first)
        .hasMessageEndingWith("add -Drun.directory=" + moved);
    FileUtils.deleteDirectory(moved.resolve("data").toFile());
    try (NetAdapt run = NetAdapt.open(there, spark, listener)) {
      run.run();
    }
    assertThat(done).containsExactly(Step.PREPARE, Step.REPORT);
    FileUtils.deleteDirectory(moved.resolve("supernet").toFile());
    Settings other =
        Settings.read(
            moved.resolve("config.conf"),
            Map.of("run.directory", moved.toString(), "supernet.epochs", "2"));
    try (NetAdapt run = NetAdapt.open(other, spark, listener)) {
      assertThatThrownBy(run::run)
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("weights_id is ");
    }
  }
}
