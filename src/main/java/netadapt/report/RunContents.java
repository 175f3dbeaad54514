package netadapt.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import netadapt.BadInput;
import netadapt.run.RunDirectory;
import netadapt.run.TrainingTable;
import org.apache.hadoop.fs.Path;

/**
 * What a run has come to so far; what it has yet to do is empty.
 *
 * @param name of the run, or else of its directory
 * @param results of {@code found/results.json}; a missing node if there is none
 * @param dataset of {@code dataset.json}; a missing node if the dataset is not in the run
 * @param trajectory winners by iteration
 * @param samples of the iterations in the trajectory
 * @param supernet training log of the super-network
 * @param found training log of the network found
 */
record RunContents(
    String name,
    JsonNode results,
    JsonNode dataset,
    List<Winner> trajectory,
    List<ScoredSample> samples,
    LossCurve supernet,
    LossCurve found) {
  private static final ObjectMapper JSON = new ObjectMapper();

  RunContents {
    trajectory = List.copyOf(trajectory);
    samples = List.copyOf(samples);
  }

  /**
   * Reads a run directory.
   *
   * @throws BadInput if it holds no run, or a table that cannot be understood
   */
  static RunContents read(RunDirectory directory) {
    requireRun(directory);
    List<Winner> trajectory = trajectory(directory);
    return new RunContents(
        trajectory.isEmpty() ? directory.root().getName() : trajectory.get(0).run(),
        json(directory, new Path(directory.found(), "results.json")),
        json(directory, new Path(directory.data(), "dataset.json")),
        trajectory,
        samples(directory, trajectory),
        log(directory, new Path(directory.supernet(), TrainingTable.FILE)),
        log(directory, new Path(directory.found(), TrainingTable.FILE)));
  }

  /** Whether a search has begun. */
  boolean searched() {
    return !trajectory.isEmpty();
  }

  /** The layers of a winner's architecture. */
  static List<SearchedLayer> layers(Winner winner) {
    return SearchedLayer.of(architecture(winner));
  }

  /** The network that a winner is of. */
  static String network(Winner winner) {
    return architecture(winner).path("network").asText();
  }

  private static void requireRun(RunDirectory directory) {
    Stream<Path> parts =
        Stream.of(
            directory.configuration(),
            directory.data(),
            directory.supernet(),
            directory.trajectory(),
            directory.found());
    if (parts.noneMatch(directory::exists)) {
      throw new BadInput(
          ("run.directory is %s but holds no run to report on: name the directory of a run, or"
                  + " start one there with netadapt run")
              .formatted(directory.root()));
    }
  }

  private static List<Winner> trajectory(RunDirectory directory) {
    return directory.list(directory.trajectory()).stream()
        .filter(RunContents::isParquet)
        .flatMap(file -> Winner.TABLE.read(file, directory.hadoop()).stream())
        .map(Winner::of)
        .sorted(Comparator.comparingInt(Winner::iteration))
        .toList();
  }

  private static List<ScoredSample> samples(RunDirectory directory, List<Winner> trajectory) {
    List<ScoredSample> samples = new ArrayList<>();
    for (Winner winner : trajectory) {
      directory.list(directory.samples(winner.iteration())).stream()
          .filter(RunContents::isParquet)
          .flatMap(
              file -> ScoredSample.table(winner.metric()).read(file, directory.hadoop()).stream())
          .forEach(row -> samples.add(ScoredSample.of(winner.metric(), row)));
    }
    return samples;
  }

  private static LossCurve log(RunDirectory directory, Path file) {
    if (!directory.exists(file)) {
      return new LossCurve(List.of());
    }
    return new LossCurve(
        LossCurve.TABLE.read(file, directory.hadoop()).stream().map(LossCurve.Round::of).toList());
  }

  private static JsonNode json(RunDirectory directory, Path file) {
    return directory.exists(file)
        ? parse(directory.readText(file), file.toString())
        : MissingNode.getInstance();
  }

  private static JsonNode architecture(Winner winner) {
    return parse(
        winner.architecture(), "architecture of iteration %d".formatted(winner.iteration()));
  }

  private static JsonNode parse(String json, String where) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new BadInput(where + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static boolean isParquet(Path file) {
    return file.getName().endsWith(".parquet");
  }
}
