package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ClusterTest {
  private static final int HERE = Runtime.getRuntime().availableProcessors();

  @Test
  void localModeIsOneExecutorWithTheCoresThatAreSaid() {
    assertThat(of("local[4]")).isEqualTo(new Cluster(1, 4, 1));
    assertThat(of("local[*, 2]")).isEqualTo(new Cluster(1, HERE, 1));
    assertThat(of("local")).isEqualTo(new Cluster(1, 1, 1));
    assertThat(of("local-cluster[2, 3, 1024]")).isEqualTo(new Cluster(2, 3, 1));
  }

  @Test
  void clustersAreAsTheirSettingsSay() {
    SparkConf yarn =
        new SparkConf(false)
            .set("spark.master", "yarn")
            .set("spark.executor.instances", "8")
            .set("spark.executor.cores", "4")
            .set("spark.task.cpus", "2");

    assertThat(Cluster.of(yarn)).isEqualTo(new Cluster(8, 4, 2));
    assertThat(Cluster.of(yarn).tasks()).isEqualTo(2);
    assertThat(Cluster.of(yarn).workers(0)).isEqualTo(2);
    assertThat(Cluster.of(yarn).workers(8)).isEqualTo(1);
    assertThat(Cluster.of(yarn).workers(100)).isEqualTo(2);
    assertThat(of("k8s://https://host:6443")).isEqualTo(new Cluster(2, 1, 1));
  }

  private static Cluster of(String master) {
    return Cluster.of(new SparkConf(false).set("spark.master", master));
  }
}
