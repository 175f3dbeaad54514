package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.plan.PlannedTraining;
import netadapt.plan.RunPlan;
import netadapt.plan.Workload;
import netadapt.settings.Settings;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says is what a run does. */
class PlanIT {
  @RegisterExtension static final PreparedDigits DIGITS = new PreparedDigits();

  private static final String TINY =
      """
      supernet { workers = 2, steps-per-round = 3 }
      search {
        strategy = descent, budgets = [0.9, 0.75], samples = 4, layers = 3, reduction = 0.1, decay = 1
      }
      train.baselines = []
      """;

  @TempDir private Path folder;

  @Test
  void aRunHasTheIterationsAndStepsThatWerePlanned() {
    Workload planned;
    try (NetAdapt run = DIGITS.open(folder.resolve("run"), TINY)) {
      planned =
          NetAdapt.plan(DIGITS.settings(folder.resolve("run"), TINY)).workload().orElseThrow();
      assertThat(folder.resolve("run")).doesNotExist();
      run.perform(Step.TRAIN_SUPERNET, Step.SEARCH, Step.TRAIN);

      assertThat(run.iterations() - 1).isEqualTo(planned.search().iterations());
      assertThat(run.samples().count()).isEqualTo(planned.search().samples());
      assertLog(planned.supernet(), run.trainingLog(Step.TRAIN_SUPERNET).collectAsList());
      assertThat(planned.trainings()).hasSize(1);
      assertLog(planned.trainings().get(0), run.trainingLog(Step.TRAIN).collectAsList());
    }
  }

  @Test
  void countedImagesAreThosePreparedLater() {
    String directory = folder.resolve("run").toString();
    RunPlan counted =
        NetAdapt.plan(
            Settings.of(
                "data { held-out = 8000, test = 1000 }", Map.of("run.directory", directory)));
    RunPlan prepared = NetAdapt.plan(DIGITS.settings(folder.resolve("run"), ""));

    assertThat(counted.images().orElseThrow())
        .usingRecursiveComparison()
        .ignoringFields("origin")
        .isEqualTo(prepared.images().orElseThrow());
    assertThat(prepared.images().orElseThrow().train()).isEqualTo(1000);
  }

  @Test
  void aSearchThatCannotBeginEndsARunBeforeImagesArePrepared() {
    String stuck = "search { layers = 1, reduction = 0.49 }";
    Path directory = folder.resolve("run");
    String unprepared = directory.resolve("data").toString();
    Settings settings =
        Settings.of(
            "network = mnist, " + stuck,
            Map.of("run.directory", directory.toString(), "data.directory", unprepared));

    assertThat(NetAdapt.plan(settings).problems())
        .singleElement()
        .asString()
        .startsWith("search.layers is 1 but must be more, or the reduction less");
    try (NetAdapt run = NetAdapt.open(settings, RunListener.NONE)) {
      assertThatThrownBy(run::run)
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("search.layers is 1 but must be more, or the reduction less");
    }
    assertThat(directory).doesNotExist();
  }

  private static void assertLog(PlannedTraining planned, List<Row> log) {
    Row last = log.get(log.size() - 1);
    assertThat(last.<Long>getAs("step")).isEqualTo(planned.steps());
    assertThat((long) log.size()).isEqualTo(planned.rounds());
  }
}
