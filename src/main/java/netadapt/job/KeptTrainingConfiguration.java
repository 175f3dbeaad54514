package netadapt.job;

import java.util.List;
import java.util.stream.Stream;
import netadapt.BadInput;
import netadapt.run.RunDirectory;
import netadapt.run.TrainedFolder;
import netadapt.settings.ResolvedSettings;
import netadapt.settings.ResolvedSettings.Change;

/**
 * The configuration in the folder of an architecture that is trained by itself: the settings that
 * its training was begun with, and cannot be resumed without.
 *
 * <p>Each such training has its own, so that trying one settles nothing for the others.
 *
 * @param now the settings of this call, without secrets
 * @param keepsBest whether scores decide which weights of the training are kept
 */
record KeptTrainingConfiguration(
    RunDirectory directory, TrainedFolder folder, ResolvedSettings now, boolean keepsBest) {
  /** Those that the training depends on. */
  private List<UsedSettings> used() {
    List<UsedSettings> used =
        List.of(
            new UsedSettings("task"),
            new UsedSettings("network"),
            new UsedSettings("data.augment"),
            new UsedSettings("data.normalization"),
            new UsedSettings("data.window-megabytes"),
            UsedSettings.ofTrain(keepsBest));
    return keepsBest
        ? Stream.concat(used.stream(), Stream.of(new UsedSettings("scoring.metric"))).toList()
        : used;
  }

  /**
   * Compares the settings with those that the training was begun with.
   *
   * @throws BadInput if it has begun and one of them has changed
   */
  void check() {
    if (!KeptConfiguration.begun(directory, folder.path())
        || !directory.exists(folder.configuration())) {
      return;
    }
    ResolvedSettings before =
        ResolvedSettings.parse(
            directory.readText(folder.configuration()), folder.configuration().toString());
    used().stream()
        .flatMap(used -> used.refused(before, now).stream())
        .findFirst()
        .ifPresent(this::refuse);
  }

  /** Keeps the settings of a training that is about to begin. */
  void begin() {
    directory.commitText(folder.configuration(), now.text());
  }

  private void refuse(Change change) {
    String begun =
        change.was().equals(ResolvedSettings.NOT_SET)
            ? "by an earlier build, without it: "
            : "with %s: go back to that, or ".formatted(change.was());
    throw new BadInput(
        "%s is %s but this training was begun %sremove %s to train anew"
            .formatted(change.key(), change.is(), begun, folder.path()));
  }
}
