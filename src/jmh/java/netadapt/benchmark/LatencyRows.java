package netadapt.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import netadapt.RunListener;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Operator.Kind;
import netadapt.measure.LatencyMeasurement;
import netadapt.measure.MeasurementEffort;
import netadapt.measure.OperatorLatency;
import netadapt.measure.TableCheck;
import netadapt.settings.NetworkFile;

/** The rows about latency on this machine. */
final class LatencyRows {
  private static final int WIDEST = 128;
  private static final int READ = 64; // channels

  private LatencyRows() {}

  /** Measures tables, and compares them with networks that they were not made from. */
  static List<Line> tables(Effort effort) {
    List<Line> lines = new ArrayList<>();
    for (String name :
        effort.quick() ? List.of("cifar10") : List.of("cifar10", "mobilenet-v3-latency")) {
      LatencyMeasurement measurement = LatencyMeasurement.of(NetworkFile.open(name).network());
      TableCheck[] check = {null};
      Path timings = effort.file(name + ".timings");
      delete(timings);
      double seconds =
          Stopwatch.millis(
                  () ->
                      check[0] =
                          measurement
                              .measure(MeasurementEffort.DEFAULT, timings, RunListener.NONE)
                              .check())
              / 1e3;
      lines.add(Line.plain("latency", name + ", minutes to measure", "%.1f", seconds / 60));
      String error = String.format(Locale.ROOT, "%.1f%%", 100 * check[0].meanError());
      String rank = String.format(Locale.ROOT, "%.3f", check[0].rankCorrelation());
      lines.add(new Line("latency", name + ", mean error of the table", error, "", "at most 5%"));
      lines.add(new Line("latency", name + ", rank correlation", rank, "", "at least 0.98"));
    }
    return lines;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Microseconds of a pointwise and a depthwise layer at every width. */
  static List<Line> widths(Effort effort) {
    List<Line> lines = new ArrayList<>();
    int step = effort.of(1, 8);
    for (int width = step; width <= WIDEST; width += step) {
      lines.add(
          Line.plain(
              "widths",
              "%d channels of 14x14: pointwise from %d, depthwise 5x5, pointwise to %d"
                  .formatted(width, READ, READ),
              "%.1f, %.1f, %.1f µs",
              micros(network(width)).toArray()));
    }
    return lines;
  }

  /** A pointwise layer, a depthwise one and a pointwise one again, amid others. */
  private static SubNetwork network(int width) {
    SuperNetwork network =
        new NetworkBuilder("widths", new Shape(14, 14, 3), 2, 1)
            .withoutBypasses()
            .convolution("first", READ, 3, 1, Activation.RELU, true, -1)
            .mobile("block", width, READ, 5, 1, Activation.RELU, false, -1)
            .globalAveragePool("pool")
            .dense("classifier", 10)
            .build();
    return SubNetwork.full(network);
  }

  private static List<Object> micros(SubNetwork network) {
    List<Object> micros = new ArrayList<>();
    OperatorLatency.micros(network, MeasurementEffort.DEFAULT)
        .forEach(
            (operator, time) -> {
              boolean layer =
                  operator.kind() == Kind.CONVOLUTION || operator.kind() == Kind.DEPTHWISE;
              if (layer && operator.kernel() != 3) { // which the first one has
                micros.add(time);
              }
            });
    return micros;
  }
}
