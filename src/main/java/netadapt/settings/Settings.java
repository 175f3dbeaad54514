package netadapt.settings;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a run may be told; {@code netadapt/reference.conf} documents it key by key.
 *
 * @param spark settings of Spark, by their full names
 * @param network name of a network, or path of its file
 * @param resolved the same in HOCON, every key with its value, always in the same order
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
    String resolved) {
  public Settings {
    spark = Collections.unmodifiableMap(new TreeMap<>(spark));
  }
}
