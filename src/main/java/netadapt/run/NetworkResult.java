package netadapt.run;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/**
 * What came out for one network.
 *
 * @param architectureId what equal architectures share: 16 hexadecimal digits
 * @param costs of one image
 * @param measuredMillis that the network took for one image, measured as a whole; empty if it was
 *     not
 * @param score on the held-out images, with the weights that all sub-networks share
 * @param sharedTestAccuracy on the test images, with the weights that all sub-networks share; empty
 *     if it was not tested
 * @param training folder of its own training, in the run directory; empty before it has begun
 * @param testAccuracy on the test images, after its own training; empty if it was not tested
 * @param furtherTests what other metrics say of the same images and weights, by their names
 */
public record NetworkResult(
    String architectureId,
    Costs costs,
    OptionalDouble measuredMillis,
    OptionalDouble score,
    OptionalDouble sharedTestAccuracy,
    Optional<String> training,
    OptionalDouble testAccuracy,
    Map<String, Double> furtherTests) {
  public NetworkResult {
    furtherTests = Collections.unmodifiableMap(new TreeMap<>(furtherTests));
  }

  /** A network that was tested by one metric alone, if at all. */
  public NetworkResult(
      String architectureId,
      Costs costs,
      OptionalDouble measuredMillis,
      OptionalDouble score,
      OptionalDouble sharedTestAccuracy,
      Optional<String> training,
      OptionalDouble testAccuracy) {
    this(
        architectureId,
        costs,
        measuredMillis,
        score,
        sharedTestAccuracy,
        training,
        testAccuracy,
        Map.of());
  }

  /** A network that has no tests yet. */
  private NetworkResult(String architectureId, Costs costs, OptionalDouble score) {
    this(
        architectureId,
        costs,
        OptionalDouble.empty(),
        score,
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalDouble.empty());
  }

  /**
   * A network of which nothing is known but what it costs.
   *
   * @param further metrics beside MACs and parameters; those that do not know the network are left
   *     out
   */
  public static NetworkResult of(
      SuperNetwork network, Architecture architecture, List<Resource> further) {
    return of(network, architecture, further, OptionalDouble.empty());
  }

  /** A network that was scored and not tested. */
  public static NetworkResult scored(
      SuperNetwork network, Architecture architecture, List<Resource> further, double score) {
    return of(network, architecture, further, OptionalDouble.of(score));
  }

  private static NetworkResult of(
      SuperNetwork network,
      Architecture architecture,
      List<Resource> further,
      OptionalDouble score) {
    SubNetwork sub = SubNetwork.of(network, architecture);
    List<Resource> known = further.stream().filter(metric -> metric.knows(sub)).toList();
    return new NetworkResult(
        ArchitectureJson.id(network, architecture), Costs.of(sub, known), score);
  }

  /** Multiply-accumulates per image. */
  public long macs() {
    return costs.macs();
  }

  /** Parameters. */
  public long params() {
    return costs.params();
  }

  /** The same network, tested with the shared weights. */
  NetworkResult withSharedTestAccuracy(double accuracy) {
    return new NetworkResult(
        architectureId,
        costs,
        measuredMillis,
        score,
        OptionalDouble.of(accuracy),
        training,
        testAccuracy,
        furtherTests);
  }

  /** The same network, whose own training is in a folder, and tested if that is over. */
  NetworkResult withTraining(String folder, OptionalDouble accuracy, Map<String, Double> further) {
    return new NetworkResult(
        architectureId,
        costs,
        measuredMillis,
        score,
        sharedTestAccuracy,
        Optional.of(folder),
        accuracy,
        further);
  }

  /** The same network, measured as a whole. */
  NetworkResult withMeasuredMillis(double millis) {
    return new NetworkResult(
        architectureId,
        costs,
        OptionalDouble.of(millis),
        score,
        sharedTestAccuracy,
        training,
        testAccuracy,
        furtherTests);
  }

  /** The same network, with the tests of an earlier result. */
  NetworkResult withTestsOf(NetworkResult earlier) {
    return new NetworkResult(
        architectureId,
        costs,
        earlier.measuredMillis,
        score,
        earlier.sharedTestAccuracy,
        earlier.training,
        earlier.testAccuracy,
        earlier.furtherTests);
  }
}
