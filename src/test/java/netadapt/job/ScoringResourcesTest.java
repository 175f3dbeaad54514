package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import netadapt.BadInput;
import netadapt.settings.Settings;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ScoringResourcesTest {
  private static final Path CONFIGURATION = Path.of("conf", "quickstart.conf");

  @Test
  void byDefaultTasksAreAsAllOthers() {
    SparkConf spark =
        new SparkConf(false)
            .setMaster("yarn")
            .set("spark.task.cpus", "4")
            .set("spark.task.resource.gpu.amount", "1");
    ScoringResources task = ScoringResources.of(settings(Map.of()), spark);
    assertThat(task).isEqualTo(new ScoringResources(4, 1, false));
    assertThat(task.profile()).isEmpty();
  }

  @Test
  void tasksThatScoreMayTakeLess() {
    SparkConf spark = new SparkConf(false).setMaster("yarn").set("spark.task.cpus", "16");
    ScoringResources task =
        ScoringResources.of(
            settings(Map.of("scoring.task-cpus", "4", "scoring.task-gpus", "0.25")), spark);
    assertThat(task).isEqualTo(new ScoringResources(4, 0.25, true));
    assertThat(task.profile().orElseThrow().taskResourcesJMap().get("gpu").amount())
        .isEqualTo(0.25);
    assertThat(task.profile().orElseThrow().taskResourcesJMap().get("cpus").amount()).isEqualTo(4);
  }

  @Test
  void anExecutorRunsAsManyAsItsCoresAndGpusAllow() {
    assertThat(new ScoringResources(4, 0, true).atOnce(16, 1)).isEqualTo(4);
    assertThat(new ScoringResources(1, 0.25, true).atOnce(16, 2)).isEqualTo(8);
    assertThat(new ScoringResources(1, 1, false).atOnce(16, 2)).isEqualTo(2);
    assertThat(new ScoringResources(4, 0.25, true).atOnce(8, 1)).isEqualTo(2);
    assertThat(new ScoringResources(4, 1, true).atOnce(2, 1)).isEqualTo(1);
  }

  @Test
  void localModeKnowsOneKindOfTasks() {
    SparkConf spark = new SparkConf(false).setMaster("local[4]");
    assertThatThrownBy(() -> ScoringResources.of(settings(Map.of("scoring.task-cpus", "2")), spark))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("scoring.task-cpus is 2 but must be 0 with spark.master = local[4]");
    assertThatThrownBy(
            () -> ScoringResources.of(settings(Map.of("scoring.task-gpus", "0.5")), spark))
        .hasMessageContaining("scoring.task-gpus is 0.5");
  }

  private static Settings settings(Map<String, String> overrides) {
    return Settings.read(CONFIGURATION, overrides);
  }
}
