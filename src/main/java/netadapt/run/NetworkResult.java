package netadapt.run;

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
 * @param testAccuracy on the test images, after its own training; empty if it was not tested
 */
public record NetworkResult(
    String architectureId,
    long macs,
    long params,
    OptionalDouble score,
    OptionalDouble sharedTestAccuracy,
    OptionalDouble testAccuracy) {
  /** A network that was scored and not tested. */
  public static NetworkResult scored(
      SuperNetwork network, Architecture architecture, double score) {
    SubNetwork sub = SubNetwork.of(network, architecture);
    return new NetworkResult(
        ArchitectureJson.id(network, architecture),
        MacCount.count(sub),
        ParameterCount.count(sub),
        OptionalDouble.of(score),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  /** The same network, tested with the shared weights; empty if there were none. */
  public NetworkResult withSharedTestAccuracy(OptionalDouble accuracy) {
    return new NetworkResult(architectureId, macs, params, score, accuracy, testAccuracy);
  }

  /** The same network, tested after its own training. */
  public NetworkResult withTestAccuracy(double accuracy) {
    return new NetworkResult(
        architectureId, macs, params, score, sharedTestAccuracy, OptionalDouble.of(accuracy));
  }

  /** The same network, with the tests of an earlier result. */
  NetworkResult withTestsOf(NetworkResult earlier) {
    return new NetworkResult(
        architectureId, macs, params, score, earlier.sharedTestAccuracy, earlier.testAccuracy);
  }
}
