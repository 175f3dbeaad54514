package netadapt.settings;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.task.Task;

/**
 * Everything that a run may be told; {@code netadapt/reference.conf} documents it key by key.
 *
 * @param spark settings of Spark, by their full names
 * @param network name of a network, or path of its file
 * @param task what networks are to tell of images
 * @param resolved the same, key by key
 * @param origins where each setting was written
 */
public record Settings(
    RunSettings run,
    DataSettings data,
    TrainingSettings supernet,
    SearchSettings search,
    LatencySettings latency,
    CarbonSettings carbon,
    TrackingSettings tracking,
    ScoringSettings scoring,
    TrainingSettings train,
    Map<String, String> spark,
    String network,
    Task task,
    ResolvedSettings resolved,
    Origins origins) {
  public Settings {
    spark = Collections.unmodifiableMap(new TreeMap<>(spark));
  }

  /** Stands in a run's {@code config.conf} for a value that is not kept; Spark writes the same. */
  public static final String REDACTED = "*********(redacted)";

  /**
   * Reads and checks a file of settings.
   *
   * @param file in HOCON; says only what differs from the defaults
   * @param overrides values by key, which go before the file
   * @throws BadInput with every mistake there is
   */
  public static Settings read(Path file, Map<String, String> overrides) {
    return SettingsFile.read(file, overrides);
  }

  /**
   * Reads and checks settings that a program or a notebook has.
   *
   * @param text as of a file; empty for the defaults
   * @param overrides values by key, which go before the text
   * @throws BadInput with every mistake there is
   */
  public static Settings of(String text, Map<String, String> overrides) {
    return SettingsFile.of(text, overrides);
  }

  /** A broken rule in the user's words: with its key, and where it was written. */
  public BadInput mistake(String section, BrokenRule broken) {
    return origins.locate(section, broken);
  }

  /**
   * Does something with settings of a section.
   *
   * @throws BadInput if a setting breaks a rule: with its key, and where it was written
   */
  public <T> T using(String section, Supplier<T> work) {
    try {
      return work.get();
    } catch (BrokenRule broken) {
      throw mistake(section, broken);
    }
  }
}
