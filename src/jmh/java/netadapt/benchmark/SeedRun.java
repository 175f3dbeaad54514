package netadapt.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.NetAdapt;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;
import netadapt.benchmark.Variant.Supernet;
import netadapt.job.Scoring;
import netadapt.run.FoundNetwork;
import netadapt.run.RunTables;
import netadapt.run.SampleRow;
import netadapt.run.TrainingLogRow;
import netadapt.run.TrajectoryRow;
import netadapt.settings.SearchSettings;
import netadapt.settings.Settings;

/**
 * A super-network in which several searches look for networks, each in a run of its own beside it.
 * Everything stays on disk, and what is done is not done again.
 */
final class SeedRun implements AutoCloseable {
  private final Path configuration;
  private final Path directory;
  private final Map<String, String> overrides;
  private final NetAdapt run;

  /**
   * What a search found.
   *
   * @param architecture for the smallest budget
   * @param budget the smallest, in MACs
   * @param networks distinct ones that were scored
   * @param winners of its iterations up to that network, each once
   * @param seconds that its iterations took, in all calls together
   */
  record Found(
      Architecture architecture, double budget, int networks, int winners, double seconds) {}

  private SeedRun(Path configuration, Path directory, Map<String, String> overrides) {
    this.configuration = configuration;
    this.directory = directory;
    this.overrides = Map.copyOf(overrides);
    this.run = NetAdapt.open(settings(directory, Map.of()), listener(directory));
  }

  /**
   * Prepares images and trains the super-network, if that is not done. What is trained alone starts
   * from random weights, and owes nothing to the shared ones.
   *
   * @param configuration file of settings
   * @param folder of all runs
   * @param seed of everything random in them
   * @param supernet which super-network
   * @param further settings of all of them
   */
  static SeedRun open(
      Path configuration, Path folder, long seed, Supernet supernet, Map<String, String> further) {
    Map<String, String> overrides = new HashMap<>(further);
    overrides.put("run.seed", Long.toString(seed)); // data.seed and search.seed follow it
    overrides.put("train.initial-weights", "random");
    overrides.put("data.directory", folder.resolve("seed-%d-data".formatted(seed)).toString());
    overrides.putAll(supernet.settings());
    Path directory = folder.resolve("seed-%d-%s".formatted(seed, supernet.word()));
    SeedRun opened = new SeedRun(configuration, directory, overrides);
    opened.run.perform(Step.PREPARE, Step.TRAIN_SUPERNET);
    return opened;
  }

  /** The super-network's run. */
  NetAdapt run() {
    return run;
  }

  /** Seconds that the super-network's rounds took, in all calls together. */
  double seconds() {
    return run.tables().supernetLog().stream().mapToDouble(TrainingLogRow::seconds).sum();
  }

  /** Epochs that the super-network was trained for. */
  int epochs() {
    return settings(directory, Map.of()).supernet().plan().pace().epochs();
  }

  /** Rounds at each budget in which about so many networks are scored, at least 1. */
  int rounds(int networks) {
    SearchSettings search = settings(directory, Map.of()).search();
    return Math.max(
        1, Math.round((float) networks / search.plan().samples() / search.budgets().size()));
  }

  /**
   * Searches with the super-network's weights.
   *
   * @param rounds at each budget, of searches that need to be told
   */
  Found search(Variant variant, int rounds) {
    Path own = own(variant);
    share(own, directory, "supernet");
    try (NetAdapt search = open(variant, variant.settings(rounds))) {
      search.perform(Step.SEARCH);
      RunTables tables = search.tables();
      List<FoundNetwork> found = tables.results().found();
      Architecture smallest =
          search.architecture(own.resolve("found").resolve("architecture.json").toString());
      return new Found(
          smallest,
          found.get(found.size() - 1).budget(),
          (int) tables.samples().stream().map(SampleRow::architectureId).distinct().count(),
          winners(search.network(), smallest, tables.trajectory()),
          tables.trajectory().stream().mapToDouble(TrajectoryRow::seconds).sum());
    }
  }

  /**
   * Accuracy of what a search found on the test images after a training in the search's own run.
   *
   * @param settings of the training
   */
  double train(
      Variant variant, Map<String, String> settings, Architecture architecture, long seed) {
    Map<String, String> all = new HashMap<>(variant.settings());
    all.putAll(settings);
    try (NetAdapt search = open(variant, all)) {
      return search.train(architecture, seed).testAccuracy().orElseThrow();
    }
  }

  private static int winners(
      SuperNetwork network, Architecture found, List<TrajectoryRow> trajectory) {
    String last = ArchitectureJson.id(network, network.full());
    String end = ArchitectureJson.id(network, found);
    int count = 0;
    for (TrajectoryRow row : trajectory) {
      if (last.equals(end)) {
        break;
      }
      count += row.architectureId().equals(last) ? 0 : 1;
      last = row.architectureId();
    }
    return count;
  }

  /** Where a search is. */
  private Path own(Variant variant) {
    return Path.of(directory + "-" + variant.word());
  }

  private NetAdapt open(Variant variant, Map<String, String> more) {
    Path own = own(variant);
    return NetAdapt.open(settings(own, more), listener(own));
  }

  /** Accuracy of a sub-network on the held-out images, with the shared weights, in [0, 1]. */
  double heldOut(Architecture architecture) {
    try (Scoring scoring = run.scoring()) {
      return scoring.accuracy("held-out accuracy", architecture);
    }
  }

  /** Accuracy of an architecture on the test images after its own training, in [0, 1]. */
  double train(Architecture architecture, long seed) {
    return run.train(architecture, seed).testAccuracy().orElseThrow();
  }

  /** A run reads what another has made in its own folder: a link is there whole or not at all. */
  private static void share(Path own, Path other, String folder) {
    Path link = own.resolve(folder);
    try {
      Files.createDirectories(own);
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, Path.of("..", other.getFileName().toString(), folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Settings settings(Path where, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(overrides);
    all.putAll(more);
    all.put("run.directory", where.toString());
    return Settings.read(configuration, all);
  }

  private static ProgressLines listener(Path where) {
    return new ProgressLines(where.getFileName().toString());
  }

  /** Ends Spark; the runs stay. */
  @Override
  public void close() {
    run.close();
  }
}
