package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import netadapt.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class AwaitedExecutorsIT {
  private static final String CLUSTER =
      "network = mnist, spark { master = \"local-cluster[2,1,1024]\", ui.enabled = false,"
          + " scheduler.minRegisteredResourcesRatio = 1 }\n";

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final List<String> warnings = new ArrayList<>();

  @Test
  void aRunBeginsOnceAllExecutorsAreThere() {
    try (Session session = open("spark.scheduler.maxRegisteredResourcesWaitingTime = 280s")) {
      assertThat(told).contains("waiting for local-cluster[2,1,1024] to start Spark");
      assertThat(told.get(told.size() - 1)).isEqualTo("2 of 2 executors");
      assertThat(session.spark().sparkContext().defaultParallelism()).isEqualTo(2);
      assertThat(warnings).noneMatch(warning -> warning.contains("executors came"));
    }
  }

  @Test
  void aRunGoesOnWithThoseThatCameInTime() {
    try (Session session =
        open("spark { cores.max = 1, scheduler.maxRegisteredResourcesWaitingTime = 5s }")) {
      assertThat(told)
          .containsAnyOf(
              "0 of 2 executors, waiting up to 5 s", "1 of 2 executors, waiting up to 5 s")
          .noneMatch(line -> line.startsWith("2 of 2"));
      assertThat(told.get(told.size() - 1)).isEqualTo("goes on with 1 of 2 executors");
      assertThat(warnings)
          .anyMatch(warning -> warning.startsWith("1 of 2 executors came in 5 s: the run goes on"));
      assertThat(session.spark().sparkContext().isStopped()).isFalse();
    }
  }

  private Session open(String more) {
    return Session.open(
        Settings.of(CLUSTER + more, Map.of()), warnings::add, (fraction, what) -> told.add(what));
  }
}
