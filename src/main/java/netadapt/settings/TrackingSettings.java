package netadapt.settings;

/**
 * Where the metrics of a run go beside Spark's metrics system; no result follows from it.
 *
 * @param tensorboard folder for TensorBoard's files, on any file system that Spark knows; empty for
 *     none
 */
public record TrackingSettings(String tensorboard) {
  static TrackingSettings read(Section tracking) {
    TrackingSettings settings = new TrackingSettings(tracking.optionalText("tensorboard"));
    tracking.finish();
    return settings;
  }
}
