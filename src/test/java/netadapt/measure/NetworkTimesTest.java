package netadapt.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import netadapt.measure.Timing.NodeTime;
import org.junit.jupiter.api.Test;

class NetworkTimesTest {
  private static Timing timing(int pass, double micros) {
    return timing(pass, micros, 0, 0);
  }

  private static Timing timing(int pass, double micros, double spread, double waited) {
    return new Timing(
        0, pass, 10, micros, spread, waited, List.of(new NodeTime("c1/conv", "Conv", micros / 2)));
  }

  private static List<Timing> timings(double... micros) {
    return IntStream.range(0, micros.length).mapToObj(i -> timing(i, micros[i])).toList();
  }

  @Test
  void isTheMeanOfTheTwoFastest() {
    NetworkTimes times = NetworkTimes.of(timings(100, 250, 104)).get(0);

    assertThat(times.micros()).isEqualTo(102);
    assertThat(times.nodes().get(0).micros()).isEqualTo(51);
    assertThat(times.runs()).isEqualTo(30);
  }

  @Test
  void asAWholeAndNodeByNodeOtherTimingsMayBeTheFastest() {
    List<NodeTime> slow = List.of(new NodeTime("c1/conv", "Conv", 90));
    List<NodeTime> fast = List.of(new NodeTime("c1/conv", "Conv", 60));
    List<Timing> timings =
        List.of(
            new Timing(0, 0, 10, 100, 0, 0, slow),
            new Timing(0, 1, 10, 150, 0, 0, fast),
            new Timing(0, 2, 10, 102, 0, 0, fast));

    assertThat(NetworkTimes.of(timings).get(0).micros()).isEqualTo(101);
    assertThat(NetworkTimes.of(timings).get(0).nodes()).isEqualTo(fast);
    assertThat(NetworkTimes.unsettled(timings, 1)).isEmpty();
    assertThat(NetworkTimes.unsettled(timings.subList(0, 2), 1)).containsExactly(0);
  }

  @Test
  void timingsOfABusyMachineDoNotCount() {
    List<Timing> timings =
        List.of(timing(0, 100), timing(1, 300, 40, 0), timing(2, 300, 0, 0.3), timing(3, 102));

    assertThat(NetworkTimes.of(timings).get(0).micros()).isEqualTo(101);
    assertThat(NetworkTimes.unsettled(timings, 1)).isEmpty();
    assertThat(NetworkTimes.unsettled(timings.subList(0, 3), 1)).containsExactly(0);
  }

  @Test
  void aNetworkIsSettledOnceItsTwoFastestTimingsAgree() {
    assertThat(NetworkTimes.unsettled(List.of(), 1)).containsExactly(0);
    assertThat(NetworkTimes.unsettled(timings(100), 1)).containsExactly(0);
    assertThat(NetworkTimes.unsettled(timings(100, 120), 1)).containsExactly(0);
    assertThat(NetworkTimes.unsettled(timings(100, 109), 1)).isEmpty();
    assertThat(NetworkTimes.unsettled(timings(100, 200, 104), 1)).isEmpty();
    assertThat(NetworkTimes.unsettled(timings(50, 196, 200), 1)).containsExactly(0);
    assertThat(NetworkTimes.unsettled(timings(3, 4), 1)).isEmpty(); // microseconds
  }
}
