package netadapt.settings;

import com.typesafe.config.ConfigValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the metrics of a run go beside Spark's metrics system; no result follows from it.
 *
 * @param tensorboard folder for TensorBoard's files, on any file system that Spark knows; empty for
 *     none
 * @param mlflow the server
 */
public record TrackingSettings(String tensorboard, Mlflow mlflow) {
  /** A user and a password would be kept in files and shown in warnings. */
  private static final Pattern URI =
      Pattern.compile("https?://[^@/?#\\s]+(/[^@?#\\s]*)?|databricks(://[\\w.-]+)?");

  /**
   * An MLflow server.
   *
   * @param uri empty for none
   * @param experiment name of the experiment
   * @param runName name of the run; empty for that of its directory
   */
  public record Mlflow(String uri, String experiment, String runName) {
    private static Mlflow read(Section mlflow) {
      Mlflow settings =
          new Mlflow(
              mlflow.has("uri")
                  ? mlflow.value(
                      "uri",
                      Mlflow::uri,
                      "http://HOST:PORT or https://HOST:PORT without a password, databricks, or"
                          + " databricks://PROFILE",
                      "")
                  : "",
              mlflow.value(
                  "experiment", Mlflow::experiment, "a text without an apostrophe", "netadapt"),
              mlflow.optionalText("run-name"));
      mlflow.finish();
      return settings;
    }

    /** In questions to the server it is in apostrophes. */
    private static Optional<String> experiment(ConfigValue value) {
      return Conversion.toText(value).filter(text -> !text.isBlank() && !text.contains("'"));
    }

    private static Optional<String> uri(ConfigValue value) {
      return Conversion.toText(value).filter(text -> URI.matcher(text).matches());
    }
  }

  static TrackingSettings read(Section tracking) {
    TrackingSettings settings =
        new TrackingSettings(
            tracking.optionalText("tensorboard"), Mlflow.read(tracking.section("mlflow")));
    tracking.finish();
    return settings;
  }
}
