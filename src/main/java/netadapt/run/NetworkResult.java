package netadapt.run;

import java.util.Optional;
import java.util.OptionalDouble;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.ParameterCount;

/**
 * What came out for one network.
 *
 * @param architectureId what equal architectures share: 16 hexadecimal digits
 * @param macs multiply-accumulates per image
 * @param params parameters
 * @param score on the held-out images, with the weights that all sub-networks share
 * @param sharedTestAccuracy on the test images, with the weights that all sub-networks share; empty
 *     if it was not tested
 * @param training folder of its own training, in the run directory; empty before it has begun
 * @param testAccuracy on the test images, after its own training; empty if it was not tested
 */
public record NetworkResult(
    String architectureId,
    long macs,
    long params,
    OptionalDouble score,
    OptionalDouble sharedTestAccuracy,
    Optional<String> training,
    OptionalDouble testAccuracy) {
  /** A network of which nothing is known but what it costs. */
  public static NetworkResult of(SuperNetwork network, Architecture architecture) {
    SubNetwork sub = SubNetwork.of(network, architecture);
    return new NetworkResult(
        ArchitectureJson.id(network, architecture),
        MacCount.count(sub),
        ParameterCount.count(sub),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalDouble.empty());
  }

  /** A network that was scored and not tested. */
  public static NetworkResult scored(
      SuperNetwork network, Architecture architecture, double score) {
    NetworkResult costs = of(network, architecture);
    return new NetworkResult(
        costs.architectureId,
        costs.macs,
        costs.params,
        OptionalDouble.of(score),
        costs.sharedTestAccuracy,
        costs.training,
        costs.testAccuracy);
  }

  /** The same network, tested with the shared weights. */
  NetworkResult withSharedTestAccuracy(double accuracy) {
    return new NetworkResult(
        architectureId, macs, params, score, OptionalDouble.of(accuracy), training, testAccuracy);
  }

  /** The same network, whose own training is in a folder, and tested if that is over. */
  NetworkResult withTraining(String folder, OptionalDouble accuracy) {
    return new NetworkResult(
        architectureId, macs, params, score, sharedTestAccuracy, Optional.of(folder), accuracy);
  }

  /** The same network, with the tests of an earlier result. */
  NetworkResult withTestsOf(NetworkResult earlier) {
    return new NetworkResult(
        architectureId,
        macs,
        params,
        score,
        earlier.sharedTestAccuracy,
        earlier.training,
        earlier.testAccuracy);
  }
}
