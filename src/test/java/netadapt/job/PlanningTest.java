package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import netadapt.SimultaneousWork;
import netadapt.plan.DeviceSpeed;
import org.junit.jupiter.api.Test;

class PlanningTest {
  @Test
  void aMachineThatCannotBeMeasuredIsAWarning() {
    SimultaneousWork failing =
        start -> {
          throw new OutOfMemoryError("too few bytes");
        };
    List<String> warnings = new ArrayList<>();

    List<DeviceSpeed> speeds =
        Planning.measured(
            () -> {
              SimultaneousWork.in(2, "training", failing);
              return DeviceSpeed.gpus();
            },
            warnings::add);

    assertThat(speeds).isEmpty();
    assertThat(warnings)
        .containsExactly(
            "hours are of GPUs only, this machine's are not known: training cannot be measured here:"
                + " java.lang.OutOfMemoryError: too few bytes");
  }
}
