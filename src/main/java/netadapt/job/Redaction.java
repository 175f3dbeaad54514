package netadapt.job;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import netadapt.settings.Settings;
import org.apache.spark.SparkConf;

/**
 * Hides the values of secret settings in files: by the same pattern as Spark hides them on its
 * pages, and those of keys by which storages of clouds are signed in to.
 *
 * @param secret what is found in the key or the value of a secret
 */
record Redaction(Pattern secret) {
  private static final String KEY = "spark.redaction.regex";

  /** Spark 3.5's, where {@code spark.redaction.regex} is not set. */
  private static final String DEFAULT = "(?i)secret|password|token|access[.]?key";

  /** Such as {@code fs.azure.account.key.STORE} and {@code fs.azure.sas.CONTAINER.STORE}. */
  private static final Pattern CLOUD = Pattern.compile("(?i)[.]key\\b|\\bsas\\b|credential");

  /** The pattern of a session. */
  static Redaction of(SparkConf spark) {
    return new Redaction(Pattern.compile(spark.get(KEY, DEFAULT)));
  }

  /** The settings, without the values of secrets. */
  Map<String, String> redacted(Map<String, String> settings) {
    Map<String, String> redacted = new TreeMap<>();
    settings.forEach((key, value) -> redacted.put(key, shown(key, value)));
    return redacted;
  }

  /** A value, or what stands for it. */
  String shown(String key, String value) {
    return isSecret(key, value) ? Settings.REDACTED : value;
  }

  private boolean isSecret(String key, String value) {
    return !key.equals(KEY)
        && (secret.matcher(key).find()
            || secret.matcher(value).find()
            || CLOUD.matcher(key).find());
  }
}
