package netadapt.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * What an {@link Experiment} measured, seed by seed. It is kept in a file, so that seeds may be
 * measured on different days, or machines.
 */
final class Measured {
  /** Said of a seed before all else; what was measured of it before does not count. */
  static final String BEGUN = "begun";

  /** Said of a seed after all else. */
  static final String DONE = "done";

  private static final Map<String, String> QUICK =
      Map.of(
          "supernet.epochs", "1",
          "train.epochs", "1",
          "search.budgets", "[0.9]",
          "search.samples", "4",
          "search.rounds", "1");

  private static final Pattern VALUE = Pattern.compile("seed\\.(\\d+)\\.([^=]+)=(.+)");

  private final Path file;
  private final SortedMap<Integer, Map<String, Double>> bySeed = new TreeMap<>();

  private Measured(Path file) {
    this.file = file;
  }

  /**
   * Measures some seeds.
   *
   * @return these and those that are in the file {@code EXPERIMENT.values} in the experiment's
   *     folder of {@code target/benchmarks}
   * @throws IllegalStateException if that fails
   */
  static Measured of(Experiment experiment, Effort effort) {
    Path folder = effort.file((effort.quick() ? "quick-" : "") + experiment.folder());
    Path file = folder.resolve(experiment.word() + ".values");
    Map<String, String> further = new HashMap<>(effort.quick() ? QUICK : Map.of());
    if (experiment.needsImages()) {
      further.put("data.path", effort.images().toString());
    }
    Assignment assignment =
        new Assignment(
            experiment,
            folder,
            effort.seeds().first(),
            effort.of(effort.seeds().last(), effort.seeds().first()),
            effort.of(experiment.drawn(), Math.min(2, experiment.drawn())),
            further);
    Child.run(
        experiment.measurement(),
        List.of(),
        1,
        effort.file(experiment.word() + ".log"),
        (name, value) -> keep(file, name + "=" + value),
        assignment.arguments());
    return read(file);
  }

  private static void keep(Path file, String line) {
    System.err.println(line);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          line + System.lineSeparator(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what was measured; seeds that are not done do not count. */
  static Measured read(Path file) {
    Measured measured = new Measured(file);
    try {
      for (String line : Files.readAllLines(file)) {
        Matcher value = VALUE.matcher(line);
        if (value.matches()) {
          measured.take(
              Integer.parseInt(value.group(1)), value.group(2), Double.parseDouble(value.group(3)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    measured.bySeed.values().removeIf(values -> !values.containsKey(DONE));
    return measured;
  }

  private void take(int seed, String name, double value) {
    Map<String, Double> values = bySeed.computeIfAbsent(seed, one -> new LinkedHashMap<>());
    if (name.equals(BEGUN)) {
      values.clear();
    }
    values.put(name, value);
  }

  /** The seeds, ascending. */
  Set<Integer> seeds() {
    return bySeed.keySet();
  }

  /**
   * A value of a seed.
   *
   * @throws IllegalStateException if it was not measured
   */
  double value(int seed, String name) {
    Double value = bySeed.get(seed).get(name);
    if (value == null) {
      throw missing(seed, name);
    }
    return value;
  }

  private IllegalStateException missing(int seed, String name) {
    return new IllegalStateException(
        "%s of seed %d is not in %s: measure the seed again".formatted(name, seed, file));
  }

  /** A value of all seeds. */
  SummaryStatistics values(String name) {
    return ofSeeds(seed -> value(seed, name));
  }

  /** A figure of all seeds. */
  SummaryStatistics ofSeeds(ToDoubleFunction<Integer> figure) {
    SummaryStatistics all = new SummaryStatistics();
    seeds().stream().mapToDouble(figure).forEach(all::addValue);
    return all;
  }

  /** Test accuracies of a seed's networks of a kind, or of the trainings of one. */
  List<Double> allTested(int seed, String subject) {
    return all(seed, subject + ".tested");
  }

  /**
   * A seed's numbered values of a name, in order.
   *
   * @throws IllegalStateException if none was measured
   */
  List<Double> all(int seed, String name) {
    List<Double> values =
        bySeed.get(seed).entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(name + "."))
            .map(Map.Entry::getValue)
            .toList();
    if (values.isEmpty()) {
      throw missing(seed, name);
    }
    return values;
  }

  /** The same, together. */
  SummaryStatistics tested(int seed, String subject) {
    SummaryStatistics all = new SummaryStatistics();
    allTested(seed, subject).forEach(all::addValue);
    return all;
  }
}
