package netadapt.measure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.onnx.OnnxStopwatch;

/** Measures whole models on this machine. */
public final class WholeNetworks {
  private static final int PASSES = 7;

  private WholeNetworks() {}

  /** The model of a network that nobody has trained, which takes as long as if it were. */
  public static byte[] untrained(SubNetwork network) {
    return NetworkTimer.model(network);
  }

  /**
   * How long models take for one image: the mean of the two fastest of several passes over all of
   * them, as tables have it.
   *
   * @param models contents of {@code .onnx} files, by any key
   * @param image that they read
   * @param threads that work on it, at least 1
   * @return milliseconds by the same keys
   */
  public static <K> Map<K, Double> millis(Map<K, byte[]> models, Shape image, int threads) {
    MeasurementEffort effort =
        new MeasurementEffort(
            threads, MeasurementEffort.DEFAULT.passes(), MeasurementEffort.DEFAULT.runs());
    OnnxStopwatch stopwatch = effort.stopwatch();
    Map<K, double[]> micros = new LinkedHashMap<>();
    models.keySet().forEach(key -> micros.put(key, new double[PASSES]));
    for (int pass = 0; pass < PASSES; pass++) {
      for (Map.Entry<K, byte[]> model : models.entrySet()) {
        double[] runs = stopwatch.whole(model.getValue(), image, effort.often()).micros();
        micros.get(model.getKey())[pass] = Typical.of(runs).value();
      }
    }
    Map<K, Double> millis = new LinkedHashMap<>();
    micros.forEach(
        (key, passes) -> {
          Arrays.sort(passes);
          millis.put(key, (passes[0] + passes[1]) / 2e3);
        });
    return millis;
  }
}
