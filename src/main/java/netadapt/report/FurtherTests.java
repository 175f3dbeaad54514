package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;
import netadapt.task.Quality;
import netadapt.task.Task;

/**
 * What metrics beside that of the scores say of the trained networks, and all of them where the
 * same is told of every pixel, for the console and the report.
 */
public final class FurtherTests {
  private FurtherTests() {}

  /**
   * A line for each metric.
   *
   * @param metric of the scores
   * @return empty if nothing was tested but what the table has
   */
  public static List<String> lines(RunResults results, Task task, Quality metric) {
    Set<String> names = new TreeSet<>(results.constantTests().keySet());
    results.networks().forEach(network -> names.addAll(network.furtherTests().keySet()));
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      task.quality(name).ifPresent(quality -> lines.add(line(results, quality, metric)));
    }
    return lines;
  }

  /** {@code test negative-rmse: initial -0.412 m, found -0.420 m; the same … -1.703 m}. */
  private static String line(RunResults results, Quality quality, Quality metric) {
    List<String> networks = new ArrayList<>();
    results.initial().ifPresent(initial -> add(networks, "initial", initial, quality, metric));
    for (FoundNetwork found : results.found()) {
      add(networks, "found", found.network(), quality, metric);
      found.scaled().ifPresent(scaled -> add(networks, "scaled", scaled, quality, metric));
    }
    Double constant = results.constantTests().get(quality.name());
    return "test, trained, %s: %s%s"
        .formatted(
            quality.name(),
            String.join(", ", networks),
            constant == null
                ? ""
                : "; the same for every pixel, the mean of the training images, "
                    + quality.unit().text(constant));
  }

  private static void add(
      List<String> networks, String name, NetworkResult network, Quality quality, Quality metric) {
    OptionalDouble value =
        quality.name().equals(metric.name())
            ? network.testAccuracy()
            : number(network.furtherTests(), quality.name());
    if (value.isPresent()) {
      networks.add(name + " " + quality.unit().text(value.getAsDouble()));
    }
  }

  private static OptionalDouble number(Map<String, Double> numbers, String name) {
    Double number = numbers.get(name);
    return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
  }
}
