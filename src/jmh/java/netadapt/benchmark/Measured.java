package netadapt.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * What an {@link Experiment} measured, seed by seed. It is kept in a file, so that seeds may be
 * measured on different days, or machines.
 */
final class Measured {
  private final Map<String, Double> values;
  private final SortedSet<Integer> seeds = new TreeSet<>();

  private Measured(Map<String, Double> values) {
    this.values = values;
    for (String name : values.keySet()) {
      String[] parts = name.split("\\.", 3);
      if (parts[2].equals("initial.tested.1")) { // comes last
        seeds.add(Integer.valueOf(parts[1]));
      }
    }
  }

  /**
   * Measures some seeds.
   *
   * @param data CIFAR-10 as a folder of images, where the experiment needs it
   * @throws IllegalStateException if that fails
   * @return these and those that are in the file, {@code target/benchmarks/EXPERIMENT.values}
   */
  static Measured of(Experiment experiment, Effort effort, Optional<Path> data) {
    if (experiment.needsImages() && data.filter(Files::isDirectory).isEmpty()) {
      throw new IllegalStateException(
          data.map(path -> path + " is no folder").orElse("no --data FOLDER"));
    }
    Path file = effort.file(experiment.word() + ".values");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                experiment.name(),
                effort.file(experiment.word()).toString(),
                Integer.toString(effort.seeds().first()),
                Integer.toString(effort.of(effort.seeds().last(), effort.seeds().first())),
                Integer.toString(effort.of(experiment.drawn(), Math.min(2, experiment.drawn())))));
    data.filter(path -> experiment.needsImages())
        .ifPresent(path -> arguments.add("data.path=" + path.toAbsolutePath().normalize()));
    Child.run(
        FoundNetworks.class,
        List.of(),
        1,
        effort.file(experiment.word() + ".log"),
        (name, value) -> keep(file, name + "=" + value),
        arguments.toArray(new String[0]));
    return read(file);
  }

  private static void keep(Path file, String line) {
    System.err.println(line);
    try {
      Files.writeString(
          file,
          line + System.lineSeparator(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last of several values of a name counts. */
  private static Measured read(Path file) {
    Map<String, Double> values = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split("=", 2);
        values.put(parts[0], Double.valueOf(parts[1]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Measured(values);
  }

  /** The seeds that are measured to the end. */
  SortedSet<Integer> seeds() {
    return seeds;
  }

  /** A value of a seed. */
  double value(int seed, String name) {
    return values.get("seed.%d.%s".formatted(seed, name));
  }

  /** A value of all seeds. */
  SummaryStatistics values(String name) {
    return bySeed(seed -> value(seed, name));
  }

  /** A figure of all seeds. */
  SummaryStatistics bySeed(ToDoubleFunction<Integer> figure) {
    SummaryStatistics all = new SummaryStatistics();
    seeds.stream().mapToDouble(figure).forEach(all::addValue);
    return all;
  }

  /** Test accuracies of a seed's networks of a kind, or of the trainings of one. */
  List<Double> allTested(int seed, String subject) {
    String prefix = "seed.%d.%s.tested.".formatted(seed, subject);
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The same, together. */
  SummaryStatistics tested(int seed, String subject) {
    SummaryStatistics all = new SummaryStatistics();
    allTested(seed, subject).forEach(all::addValue);
    return all;
  }
}
