package netadapt.run;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * What came out for an architecture that was trained in a folder of its own.
 *
 * @param folder of the training, as a full URI
 * @param architectureId what equal architectures share: 16 hexadecimal digits
 * @param seed of everything random in the training
 * @param macs multiply-accumulates per image, 0 or more
 * @param params parameters, 0 or more
 * @param initialWeights what the training started from: {@code shared}, {@code trajectory} or
 *     {@code random}
 * @param sharedWeights id of the super-network's weights that the training started from; empty if
 *     it started from random ones
 * @param teacher that it has learned from, if any
 * @param metric of the accuracy, such as {@code top-1}
 * @param testAccuracy on the test images, by that metric; empty if there are none
 * @param furtherTests what other metrics say of the test images, by their names, such as {@code
 *     top-5} where there are many classes
 */
public record TrainedNetwork(
    Path folder,
    String architectureId,
    long seed,
    long macs,
    long params,
    String initialWeights,
    Optional<String> sharedWeights,
    Optional<TaughtBy> teacher,
    String metric,
    OptionalDouble testAccuracy,
    Map<String, Double> furtherTests) {
  public TrainedNetwork {
    if (macs < 0 || params < 0) {
      throw new IllegalArgumentException(
          "macs is %d and params is %d but both must be at least 0".formatted(macs, params));
    }
    if (!Double.isFinite(testAccuracy.orElse(0))) {
      throw new IllegalArgumentException(
          "testAccuracy is %s but must be a number".formatted(testAccuracy.getAsDouble()));
    }
    furtherTests = Collections.unmodifiableMap(new TreeMap<>(furtherTests));
  }

  /** The network as ONNX, as a full URI. */
  public Path model() {
    return TrainedFolder.model(folder);
  }
}
