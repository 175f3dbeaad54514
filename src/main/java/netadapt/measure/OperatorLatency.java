package netadapt.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.arch.SubNetwork;
import netadapt.cost.Operator;

/** Measures the operators of single networks on this machine. */
public final class OperatorLatency {
  private OperatorLatency() {}

  /**
   * What each operator of a network takes: without what measuring adds, which is what the nodes
   * take together beyond the whole network.
   *
   * @return microseconds for one image
   */
  public static Map<Operator, Double> micros(SubNetwork network, MeasurementEffort effort) {
    NetworkTimer timer = new NetworkTimer(effort);
    List<Timing> timings = new ArrayList<>();
    for (int pass = 0; pass < effort.passes(); pass++) {
      timings.add(timer.time(network, 0, pass));
    }
    NetworkTimes times = NetworkTimes.typical(timings);
    double perNode = Math.max(0, (times.nodeMicros() - times.micros()) / times.nodes().size());
    ProfileCorrection correction = new ProfileCorrection(perNode, 0);
    Map<Operator, Double> micros = new LinkedHashMap<>();
    OperatorTimes.of(network, times.nodes())
        .forEach((operator, sum) -> micros.put(operator, correction.correct(sum)));
    return micros;
  }
}
