package netadapt.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import netadapt.settings.Settings;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.spark.internal.config.ConfigEntry$;
import scala.collection.JavaConverters;

/**
 * Finds settings of Spark that seem misspelled: Spark does not know them, but one that is written
 * nearly alike. Others that it does not know may be a plugin's, or a cluster's.
 */
final class SparkKeys {
  /** Where Spark defines its settings, and registers them once these are initialised. */
  private static final List<String> DEFINITIONS =
      List.of(
          "org.apache.spark.internal.config.package$",
          "org.apache.spark.internal.config.Deploy$",
          "org.apache.spark.internal.config.History$",
          "org.apache.spark.internal.config.Kryo$",
          "org.apache.spark.internal.config.Network$",
          "org.apache.spark.internal.config.Python$",
          "org.apache.spark.internal.config.R$",
          "org.apache.spark.internal.config.Status$",
          "org.apache.spark.internal.config.Streaming$",
          "org.apache.spark.internal.config.UI$",
          "org.apache.spark.internal.config.Worker$",
          "org.apache.spark.sql.internal.SQLConf$",
          "org.apache.spark.sql.internal.StaticSQLConf$");

  /** Not in its registry. */
  private static final List<String> UNREGISTERED = List.of("spark.master", "spark.app.name");

  /** Whatever follows these is for somebody else to know. */
  private static final List<String> OPEN =
      List.of(
          "spark.driver.resource.",
          "spark.executor.resource.",
          "spark.executorEnv.",
          "spark.hadoop.",
          "spark.hive.",
          "spark.kubernetes.",
          "spark.mesos.",
          "spark.metrics.conf.",
          "spark.sql.catalog.",
          "spark.ssl.",
          "spark.task.resource.",
          "spark.worker.resource.",
          "spark.yarn.");

  private static final int MOST_DIFFERENCES = 2;

  private SparkKeys() {}

  /** A sentence for each of the settings of Spark that seems misspelled, with what it may mean. */
  static List<String> warnings(Settings settings) {
    return warnings(settings, SparkKeys::known);
  }

  /**
   * @param spark tells the settings that it knows
   */
  static List<String> warnings(Settings settings, Supplier<Collection<String>> spark) {
    if (settings.spark().isEmpty()) {
      return List.of();
    }
    Collection<String> known;
    try {
      known = spark.get();
    } catch (LinkageError e) { // of a Spark that defines its settings elsewhere
      return List.of();
    }
    List<String> warnings = new ArrayList<>();
    for (String key : settings.spark().keySet()) {
      meant(key, known)
          .ifPresent(
              meant ->
                  warnings.add(
                      "%s is no setting that Spark knows: did you mean %s? (%s)"
                          .formatted(key, meant, settings.origins().ofSpark(key))));
    }
    return warnings;
  }

  /** The setting that is meant by one that nobody knows; empty if it is known, or like none. */
  static Optional<String> meant(String key, Collection<String> known) {
    if (known.contains(key) || OPEN.stream().anyMatch(key::startsWith)) {
      return Optional.empty();
    }
    LevenshteinDistance distance = new LevenshteinDistance(MOST_DIFFERENCES);
    return known.stream()
        .filter(other -> distance.apply(key, other) >= 0)
        .min(Comparator.comparingInt(other -> distance.apply(key, other)));
  }

  /** What this Spark knows, by full names. */
  static Collection<String> known() {
    DEFINITIONS.forEach(SparkKeys::initialize);
    TreeSet<String> keys = new TreeSet<>(UNREGISTERED);
    ConfigEntry$.MODULE$
        .knownConfigs()
        .values()
        .forEach(
            entry -> {
              keys.add(entry.key());
              keys.addAll(JavaConverters.seqAsJavaList(entry.alternatives()));
            });
    return keys;
  }

  /** Another Spark 3.5 may lack one of them. */
  private static void initialize(String definition) {
    try {
      Class.forName(definition);
    } catch (ClassNotFoundException e) {
      // its settings are not known
    }
  }
}
