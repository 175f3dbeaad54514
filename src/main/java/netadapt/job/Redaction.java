package netadapt.job;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import netadapt.settings.SecretKeys;
import netadapt.settings.Settings;
import org.apache.spark.SparkConf;

/**
 * Hides the values of secret settings in files and messages: by the same pattern as Spark hides
 * them on its pages, and those of keys by which storages of clouds are signed in to.
 *
 * @param secret what is found in the key or the value of a secret
 */
record Redaction(Pattern secret) {
  private static final String KEY = "spark.redaction.regex";

  /** Also where a session has a pattern of its own. */
  private static final Pattern ALWAYS = Pattern.compile(SecretKeys.PATTERN);

  /** The pattern of a session. */
  static Redaction of(SparkConf spark) {
    return new Redaction(Pattern.compile(spark.get(KEY, SecretKeys.PATTERN)));
  }

  /**
   * Has Spark hide the same on its pages and in its event log, where nobody has said what to hide.
   */
  static void require(SparkConf spark) {
    spark.setIfMissing(KEY, SecretKeys.PATTERN);
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
            || ALWAYS.matcher(key).find());
  }
}
