package netadapt.run;

import java.util.Optional;
import java.util.OptionalDouble;
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
 * @param testAccuracy on the test images, from 0 to 1; empty if there are none
 * @param testTopFive share of the test images whose class is among the five with the highest
 *     outputs; empty where there are few classes, or that is the metric
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
    OptionalDouble testTopFive) {
  public TrainedNetwork {
    if (macs < 0 || params < 0) {
      throw new IllegalArgumentException(
          "macs is %d and params is %d but both must be at least 0".formatted(macs, params));
    }
    double accuracy = testAccuracy.orElse(0);
    if (!(accuracy >= 0 && accuracy <= 1)) {
      throw new IllegalArgumentException(
          "testAccuracy is %s but must be from 0 to 1".formatted(accuracy));
    }
  }

  /** The network as ONNX, as a full URI. */
  public Path model() {
    return TrainedFolder.model(folder);
  }
}
