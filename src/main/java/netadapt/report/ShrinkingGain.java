package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;

/** What shrinking has brought where more is known than MACs and parameters. */
public final class ShrinkingGain {
  private ShrinkingGain() {}

  /**
   * For each network found, how many times less it costs than the initial one.
   *
   * @return empty if nothing is known of the networks but MACs and parameters
   */
  public static List<String> lines(RunResults results) {
    List<String> lines = new ArrayList<>();
    results
        .initial()
        .ifPresent(
            initial -> {
              for (FoundNetwork found : results.found()) {
                line(initial, found.network()).ifPresent(lines::add);
              }
            });
    return lines;
  }

  /** {@code found, 44.3% of the MACs: 2.26 times fewer MACs, 1.70 times less latency (ms)}. */
  private static Optional<String> line(NetworkResult initial, NetworkResult found) {
    List<String> gains = new ArrayList<>();
    for (Map.Entry<String, Double> cost : initial.costs().further().entrySet()) {
      Double now = found.costs().further().get(cost.getKey());
      if (now != null && now > 0) {
        gains.add(times(cost.getValue(), now, "less ", "more ") + Numbers.metric(cost.getKey()));
      }
    }
    OptionalDouble before = initial.measuredMillis();
    OptionalDouble after = found.measuredMillis();
    if (before.isPresent() && after.isPresent()) {
      gains.add(
          times(before.getAsDouble(), after.getAsDouble(), "faster", "slower") + ", measured here");
    }
    if (gains.isEmpty()) {
      return Optional.empty();
    }
    String name = "found, %s of the MACs: ".formatted(Numbers.share(found.macs(), initial.macs()));
    String macs = times(initial.macs(), found.macs(), "fewer", "more") + " MACs, ";
    return Optional.of(name + macs + String.join(", ", gains));
  }

  /** {@code 1.70 times faster}; of a cost that has grown, {@code 1.70 times slower}. */
  private static String times(double before, double after, String gain, String loss) {
    return after <= before
        ? String.format(Locale.ROOT, "%.2f times %s", before / after, gain)
        : String.format(Locale.ROOT, "%.2f times %s", after / before, loss);
  }
}
