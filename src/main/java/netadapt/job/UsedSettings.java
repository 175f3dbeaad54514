package netadapt.job;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netadapt.settings.ResolvedSettings;
import netadapt.settings.ResolvedSettings.Change;

/**
 * Settings that some work uses, and cannot be resumed without.
 *
 * @param path of the settings, such as {@code supernet}
 * @param free what of them may change while the work is under way
 */
record UsedSettings(String path, Set<String> free) {
  UsedSettings {
    free = Set.copyOf(free);
  }

  /** Settings of which none may change. */
  UsedSettings(String path) {
    this(path, Set.of());
  }

  /** Settings of the super-network's training. */
  static UsedSettings ofSupernet() {
    return new UsedSettings("supernet", Set.of("workers", "checkpoint-rounds", "accuracy-epochs"));
  }

  /**
   * Settings of the training of a network by itself.
   *
   * @param keepsBest whether scores decide which of its weights are kept
   */
  static UsedSettings ofTrain(boolean keepsBest) {
    Set<String> free = Set.of("workers", "checkpoint-rounds", "budgets", "baselines");
    return new UsedSettings(
        "train",
        keepsBest
            ? free
            : Stream.concat(free.stream(), Stream.of("accuracy-epochs"))
                .collect(Collectors.toSet()));
  }

  /** The first of these settings that has changed and must not; empty if there is none. */
  Optional<Change> refused(ResolvedSettings before, ResolvedSettings now) {
    return before.changes(now, path).stream()
        .filter(change -> !mayChange(change.key()))
        .findFirst();
  }

  private boolean mayChange(String key) {
    String rest = key.equals(path) ? "" : key.substring(path.length() + 1);
    return free.stream().anyMatch(f -> rest.equals(f) || rest.startsWith(f + "."));
  }
}
