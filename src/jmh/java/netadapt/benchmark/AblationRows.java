package netadapt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** The rows that repeat the paper's ablations (its Tables 3, 4, 5, 6 and 11) at a small scale. */
final class AblationRows {
  private final Measured measured;
  private final List<Line> lines = new ArrayList<>();

  private AblationRows(Measured measured) {
    this.measured = measured;
  }

  /**
   * {@link FoundNetworks}.
   *
   * @param measured with {@link Experiment#ABLATIONS}
   */
  static List<Line> of(Measured measured) {
    AblationRows rows = new AblationRows(measured);
    rows.orderedDropout();
    rows.bypassesAndLayers();
    rows.reductionAndSamples();
    rows.variation();
    return rows.lines;
  }

  private void orderedDropout() {
    String table = "Table 3: ";
    add(table + "NetAdaptV1", Experiment.V1, times(Experiment.V1));
    add(table + "ordered dropout", Experiment.PLAIN, times(Experiment.PLAIN));
    SummaryStatistics ratio =
        measured.ofSeeds(
            seed ->
                measured.value(seed, Experiment.V1 + ".search_seconds")
                    / (measured.value(seed, Experiment.PLAIN + ".supernet_seconds")
                        + measured.value(seed, Experiment.PLAIN + ".search_seconds")));
    lines.add(
        line(
            table + "samples of NetAdaptV1 over super-network and samples, seconds",
            format("%.2f", ratio.getMean()),
            range("%.2f to %.2f", ratio)));
  }

  private String times(String word) {
    return format(
        "super-network %.0f s, samples %.0f s",
        measured.values(word + ".supernet_seconds").getMean(),
        measured.values(word + ".search_seconds").getMean());
  }

  private void bypassesAndLayers() {
    String table = "Tables 4 and 11: ";
    add(table + "no bypasses, one layer", Experiment.PLAIN, depth(Experiment.PLAIN));
    add(table + "bypasses, one layer", Experiment.SINGLE, depth(Experiment.SINGLE));
    add(table + "bypasses, several layers", Experiment.MULTI, depth(Experiment.MULTI));
  }

  private String depth(String word) {
    return format(
        "%.1f layers, super-network %.1f s an epoch, %.0f samples",
        measured.values(word + ".layers").getMean(),
        measured.values(word + ".supernet_seconds").getMean()
            / measured.values(word + ".supernet_epochs").getMean(),
        measured.values(word + ".networks").getMean());
  }

  private void reductionAndSamples() {
    for (Variant variant : Experiment.ABLATIONS.variants()) {
      if (variant.word().equals(Experiment.MULTI) || variant.word().startsWith("reduction_")) {
        String word = variant.word();
        String networks =
            format(
                "%.0f networks, %.0f s",
                measured.values(word + ".networks").getMean(),
                measured.values(word + ".search_seconds").getMean());
        add("Table 5: " + variant.title(), word, networks);
      }
    }
  }

  private void variation() {
    String table = "Table 6: ";
    for (int seed : measured.seeds()) {
      add(
          table + "the found network trained anew, seed " + seed,
          measured.allTested(seed, Experiment.MULTI).stream());
    }
    for (int seed : measured.seeds()) {
      add(
          table + "searched anew, seed " + seed,
          Stream.of(Experiment.MULTI, Experiment.AGAIN + 2, Experiment.AGAIN + 3)
              .map(word -> measured.value(seed, word + ".tested.1")));
    }
    add(
        table + "all anew",
        measured.seeds().stream()
            .map(seed -> measured.value(seed, Experiment.MULTI + ".tested.1")));
  }

  private void add(String what, Stream<Double> accuracies) {
    List<String> sorted =
        accuracies.sorted().map(accuracy -> format("%.2f", 100 * accuracy)).toList();
    lines.add(line(what, String.join(", ", sorted) + "%", ""));
  }

  private void add(String what, String word, String beside) {
    SummaryStatistics accuracy = measured.values(word + ".tested.1");
    String value = ConfidenceInterval.percent("%.2f", accuracy, "%");
    double macs = 100 * measured.values(word + ".macs").getMean();
    lines.add(line(what, value, format("%.1f%% of the MACs, %s", macs, beside)));
  }

  private static String range(String format, SummaryStatistics values) {
    return format(format, values.getMin(), values.getMax());
  }

  private static Line line(String what, String value, String beside) {
    return new Line(Experiment.ABLATIONS.word(), what, value, beside, "");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
