package netadapt.settings;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import netadapt.BadInput;
import netadapt.BrokenRule;

/**
 * Everything that a run may be told; {@code netadapt/reference.conf} documents it key by key.
 *
 * @param spark settings of Spark, by their full names
 * @param network name of a network, or path of its file
 * @param resolved the same, key by key
 * @param origins where each setting was written
 */
public record Settings(
    RunSettings run,
    DataSettings data,
    TrainingSettings supernet,
    SearchSettings search,
    ScoringSettings scoring,
    TrainingSettings train,
    Map<String, String> spark,
    String network,
    ResolvedSettings resolved,
    Origins origins) {
  public Settings {
    spark = Collections.unmodifiableMap(new TreeMap<>(spark));
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
      throw origins.locate(section, broken);
    }
  }
}
