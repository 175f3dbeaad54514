package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import netadapt.BadInput;
import netadapt.data.TwoMachines;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class KilledExecutorsIT {
  @Test
  void taskWhoseExecutorsAreAllKilledNamesTheSettingToMend(@TempDir Path logs) {
    try (TwoMachines machines = new TwoMachines(1, logs);
        KilledExecutors killed = KilledExecutors.of(machines.spark().sc())) {
      JavaRDD<Integer> killing =
          machines
              .spark()
              .parallelize(List.of(1), 1)
              .map(
                  number -> {
                    Runtime.getRuntime().halt(137);
                    return number;
                  });

      assertThatThrownBy(
              () -> {
                try {
                  killing.count();
                } catch (Exception e) { // Spark throws checked exceptions without declaring them
                  killed.throwIfBehind(e);
                }
              })
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("executors were killed (")
          .hasMessageContaining("code 137")
          .hasMessageContaining("spark.executor.memoryOverhead is not set");
      while (machines.lostExecutors() < 4) { // Spark says so after the task has failed
        Thread.onSpinWait();
      }
      assertThat(machines.lostExecutors()).isEqualTo(4);
    }
  }
}
