package netadapt.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import netadapt.measure.OperatorTimes.NodeSum;
import netadapt.measure.Timing.NodeTime;
import org.junit.jupiter.api.Test;

class ProfileCorrectionTest {
  private static List<NetworkTimes> networks(double perNode, double beside) {
    List<NetworkTimes> networks = new ArrayList<>();
    for (int nodes = 10; nodes < 30; nodes++) {
      NodeTime node = new NodeTime("c1/conv", "Conv", perNode + 3 + nodes % 4);
      double micros = beside + nodes * (node.micros() - perNode);
      networks.add(new NetworkTimes(nodes, micros, Collections.nCopies(nodes, node), 1));
    }
    return networks;
  }

  @Test
  void findsWhatMeasuringAddsAndWhatNetworksTakeBesideTheirNodes() {
    ProfileCorrection found = ProfileCorrection.fit(networks(2, 7));

    assertThat(found.perNode()).isCloseTo(2, within(1e-9));
    assertThat(found.beside()).isCloseTo(7, within(1e-9));
    assertThat(found.correct(new NodeSum(11, 3))).isCloseTo(5, within(1e-9));
  }

  @Test
  void nothingTakesLessThanNoTime() {
    ProfileCorrection found = ProfileCorrection.fit(networks(2, -5));

    assertThat(found.beside()).isZero();
    assertThat(found.correct(new NodeSum(0.5, 1))).isZero();
  }
}
