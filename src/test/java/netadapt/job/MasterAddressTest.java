package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import netadapt.BadInput;
import netadapt.RefusingPort;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MasterAddressTest {
  private RefusingPort port;

  @BeforeEach
  void take() throws IOException {
    port = new RefusingPort();
  }

  @AfterEach
  void free() throws IOException {
    port.close();
  }

  @Test
  void aMasterThatNobodyListensForIsToldAtOnce() {
    for (String master : new String[] {"spark://127.0.0.1:", "k8s://https://127.0.0.1:"}) {
      assertThatThrownBy(() -> of(master + port.number()).check())
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("spark.master is " + master + port.number() + " but ")
          .hasMessageContaining("cannot be reached (127.0.0.1:" + port.number() + ": ");
    }
  }

  @Test
  void oneOfSeveralMastersIsEnough() throws IOException {
    try (ServerSocket there = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      of("spark://127.0.0.1:%d,127.0.0.1:%d".formatted(port.number(), there.getLocalPort()))
          .check();
    }
  }

  @Test
  void theResourceManagerIsThatOfHadoopsSettings() {
    SparkConf yarn =
        conf("yarn").set("spark.hadoop.yarn.resourcemanager.address", "127.0.0.1:" + port.number());

    assertThatThrownBy(() -> MasterAddress.of(yarn).check())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("YARN's ResourceManager")
        .hasMessageContaining("127.0.0.1:" + port.number());
  }

  @Test
  void eachOfSeveralResourceManagersIsAsked() {
    SparkConf yarn =
        conf("yarn")
            .set("spark.hadoop.yarn.resourcemanager.ha.enabled", "true")
            .set("spark.hadoop.yarn.resourcemanager.ha.rm-ids", "a,b")
            .set("spark.hadoop.yarn.resourcemanager.hostname.a", "127.0.0.1")
            .set("spark.hadoop.yarn.resourcemanager.address.b", "127.0.0.2:4711");

    assertThat(MasterAddress.of(yarn).addresses())
        .extracting(address -> address.getHostString() + ":" + address.getPort())
        .containsExactly("127.0.0.1:8032", "127.0.0.2:4711");
  }

  @Test
  void nothingIsAskedLocallyNorByADriverInTheCluster() {
    assertThat(of("local[2]").addresses()).isEmpty();
    assertThat(MasterAddress.of(conf("yarn").set("spark.submit.deployMode", "cluster")).addresses())
        .isEmpty();
  }

  @Test
  void aMasterWithoutAHostIsAMistake() {
    assertThatThrownBy(() -> of("spark://:7077"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("spark.master has spark://:7077");
  }

  private static MasterAddress of(String master) {
    return MasterAddress.of(conf(master));
  }

  private static SparkConf conf(String master) {
    return new SparkConf(false).setMaster(master);
  }
}
