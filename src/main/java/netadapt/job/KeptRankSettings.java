package netadapt.job;

import java.util.List;
import netadapt.run.RankTerms;
import netadapt.run.RunDirectory;
import netadapt.settings.ResolvedSettings;
import org.apache.hadoop.fs.Path;

/**
 * The settings that a rank check trains its networks by, kept beside its rows: networks that were
 * trained by other ones cannot be compared.
 */
final class KeptRankSettings {
  /** Those that results depend on and no column tells. */
  private static final List<String> USED =
      List.of(
          "network",
          "data.augment",
          "train.augment",
          "data.normalization",
          "train.batch",
          "train.steps-per-round",
          "train.optimizer",
          "train.schedule",
          "train.l2",
          "train.dropout",
          "train.statistics-decay",
          "train.ema-decay",
          "train.label-smoothing",
          "train.survival");

  /** Hidden by its underscore from whoever reads the folder as a table. */
  private static final String FILE = "_settings.conf";

  private KeptRankSettings() {}

  /**
   * Keeps the settings of a rank check that begins, and compares those of one that has begun.
   *
   * @param begun whether networks were trained already
   * @throws netadapt.BadInput if one has changed
   */
  static void keep(RunDirectory directory, ResolvedSettings settings, boolean begun) {
    Path file = new Path(directory.rankCheck(), FILE);
    if (!begun || !directory.exists(file)) {
      directory.commitText(file, settings.only(USED).text());
      return;
    }
    ResolvedSettings kept = ResolvedSettings.parse(directory.readText(file), file.toString());
    USED.stream()
        .flatMap(path -> kept.changes(settings, path).stream())
        .findFirst()
        .ifPresent(
            change -> {
              throw RankTerms.another(change.key(), change.was(), change.is(), directory);
            });
  }
}
