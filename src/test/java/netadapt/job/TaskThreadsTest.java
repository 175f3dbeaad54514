package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskThreadsTest {
  @ParameterizedTest
  @CsvSource({"4, 4, 1", "4, 1, 4", "4, 2, 2", "5, 2, 2", "1, 1, 1"})
  void asManyThreadsAsCoresAreNoReasonToWarn(int cores, int tasks, int threads) {
    assertThat(new TaskThreads(cores, tasks, threads, "OMP_NUM_THREADS").warning()).isEmpty();
  }

  @Test
  void moreThreadsThanCoresWarnInOneLineWithTheMend() {
    assertThat(new TaskThreads(4, 2, 4, "OMP_NUM_THREADS").warning())
        .contains(
            "OMP_NUM_THREADS is 4, and 2 tasks at a time with as many threads each slow each other"
                + " down on 4 cores: set it to 2, or spark.task.cpus to 4");
  }

  @Test
  void moreThreadsThanSparkCanGiveATaskAreNotProposedToIt() {
    assertThat(new TaskThreads(2, 2, 4, "scoring.threads").warning())
        .hasValueSatisfying(warning -> assertThat(warning).endsWith("set it to 1"));
  }

  @Test
  void moreTasksThanCoresAreForSparkToRunFewerOf() {
    assertThat(new TaskThreads(2, 8, 1, "scoring.threads").warning())
        .hasValueSatisfying(warning -> assertThat(warning).endsWith("spark.master=local[2]"));
  }
}
