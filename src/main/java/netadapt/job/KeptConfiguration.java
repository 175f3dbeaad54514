package netadapt.job;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import netadapt.BadInput;
import netadapt.Step;
import netadapt.run.RunDirectory;
import netadapt.settings.ResolvedSettings;
import netadapt.settings.ResolvedSettings.Change;
import netadapt.settings.Settings;
import org.apache.hadoop.fs.Path;

/**
 * The configuration in a run directory: of every step, the settings that it was begun with.
 *
 * <p>A step that has begun cannot be continued with other settings, and a later step, or a report,
 * does not overwrite what it was begun with.
 */
final class KeptConfiguration {
  private static final List<Part> PARTS =
      List.of(
          new Part(
              Step.PREPARE,
              "data",
              Set.of(
                  "partitions", "augment", "normalization", "max-bad-share", "window-megabytes")),
          new Part(Step.TRAIN_SUPERNET, "network"),
          new Part(Step.TRAIN_SUPERNET, "task"),
          new Part(Step.TRAIN_SUPERNET, "run.seed"),
          new Part(Step.TRAIN_SUPERNET, "data.augment"),
          new Part(Step.TRAIN_SUPERNET, "data.normalization"),
          new Part(Step.TRAIN_SUPERNET, "data.window-megabytes"),
          new Part(Step.TRAIN_SUPERNET, UsedSettings.ofSupernet()),
          new Part(Step.SEARCH, "search", Set.of("budgets")), // smaller ones may be added
          new Part(Step.SEARCH, "latency"),
          new Part(
              Step.SEARCH,
              "scoring",
              Set.of("device", "batch", "threads", "shards", "groups", "group-megabytes")),
          new Part(Step.TRAIN, "train")); // which is kept alone: see begun

  /** What a search uses beside those if it fine-tunes its samples. */
  private static final List<Part> FINE_TUNING =
      Stream.of(
              "batch",
              "augment",
              "optimizer",
              "l2",
              "dropout",
              "statistics-decay",
              "label-smoothing",
              "survival",
              "kernels")
          .map(key -> new Part(Step.SEARCH, "train." + key))
          .toList();

  private final RunDirectory directory;
  private final Settings settings;
  private final Redaction redaction;

  /** Settings that a step uses. */
  private record Part(Step step, UsedSettings settings) {
    Part(Step step, String path) {
      this(step, new UsedSettings(path));
    }

    Part(Step step, String path, Set<String> free) {
      this(step, new UsedSettings(path, free));
    }
  }

  /**
   * @param redaction keeps secrets out of the file
   */
  KeptConfiguration(RunDirectory directory, Settings settings, Redaction redaction) {
    this.directory = directory;
    this.settings = settings;
    this.redaction = redaction;
  }

  /** The one of a run. */
  static KeptConfiguration of(Run run) {
    return new KeptConfiguration(
        run.directory(), run.settings(), Redaction.of(run.context().getConf()));
  }

  /**
   * Compares the settings of steps, and of those before them, with the ones that they were begun
   * with. A report uses no settings.
   *
   * @throws BadInput if a setting of a step that has begun has changed
   */
  void check(Collection<Step> steps) {
    if (!directory.exists(directory.configuration())) {
      return;
    }
    ResolvedSettings before = kept();
    for (Part part : parts()) {
      boolean used = steps.stream().anyMatch(s -> s != Step.REPORT && s.compareTo(part.step) >= 0);
      if (used && begun(part.step)) {
        part.settings.refused(before, settings.resolved()).ifPresent(this::refuse);
      }
    }
  }

  /**
   * Keeps the settings that a step uses, which is about to begin, and Spark's, which are those of
   * the last such step; all if none are kept yet. Nothing is kept of a step that uses no settings.
   */
  void begin(Step step) {
    List<Part> used = used(step);
    if (used.isEmpty()) {
      return;
    }
    directory.create();
    ResolvedSettings now = withoutSecrets();
    if (!directory.exists(directory.configuration())) {
      directory.commitText(directory.configuration(), now.text());
      return;
    }
    ResolvedSettings before = kept();
    ResolvedSettings merged =
        before.withSpark(redaction.redacted(settings.spark())).with(now, "run.directory");
    for (Part part : used) {
      merged = merged.with(now, part.settings.path());
    }
    if (!merged.text().equals(directory.readText(directory.configuration()))) {
      directory.commitText(directory.configuration(), merged.text());
    }
  }

  /** Whether settings are kept of a step, and so the directory is made if it is not there. */
  boolean keeps(Step step) {
    return !used(step).isEmpty();
  }

  private List<Part> used(Step step) {
    return parts().stream().filter(part -> part.step == step).toList();
  }

  /** The settings as a file may hold them. */
  ResolvedSettings withoutSecrets() {
    return settings.resolved().withSpark(redaction.redacted(settings.spark()));
  }

  private List<Part> parts() {
    return settings.scoring().fineTunes()
        ? Stream.concat(PARTS.stream(), FINE_TUNING.stream()).toList()
        : PARTS;
  }

  private ResolvedSettings kept() {
    Path file = directory.configuration();
    return ResolvedSettings.parse(
        directory.readText(file), settings.run().directory(), file.toString());
  }

  private void refuse(Change change) {
    String mend =
        change.was().equals(ResolvedSettings.NOT_SET)
            ? "without it: leave it out or, if an earlier build began it, give another run.directory"
            : "with %s: go back to that, or give another run.directory".formatted(change.was());
    throw new BadInput(
        "%s is %s but this run was begun %s (%s)"
            .formatted(change.key(), change.is(), mend, directory.configuration()));
  }

  private boolean begun(Step step) {
    return switch (step) {
      case PREPARE -> directory.exists(new Path(settings.data().directory(), "dataset.json"));
      case TRAIN_SUPERNET -> begun(directory, directory.supernet());
      case SEARCH -> !directory.list(directory.trajectory()).isEmpty();
      case TRAIN -> false; // each training has a configuration of its own
      case EXPORT, REPORT -> false;
    };
  }

  /** Whether a training has left a checkpoint or a model in its folder, or the way to it has. */
  static boolean begun(RunDirectory directory, Path folder) {
    return directory.exists(new Path(folder, "checkpoint"))
        || directory.exists(new Path(folder, "average.zip"))
        || directory.exists(TrajectoryTraining.folder(folder));
  }
}
