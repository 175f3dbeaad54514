package netadapt.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import netadapt.BadInput;

/**
 * What a run has come to so far, in {@code found/results.json}; what it has yet to do is empty.
 *
 * @param network name of the network that was searched
 * @param classes of the images
 * @param metric column of the metric that guided the search
 * @param initial the initial network
 * @param found one network per budget, budgets descending
 * @param seconds each step took, in all calls together, in the order of their ends
 * @param trained id of the architecture that was trained
 * @param exported id of the architecture that was exported
 */
public record RunResults(
    Optional<String> network,
    OptionalInt classes,
    Optional<String> metric,
    Optional<NetworkResult> initial,
    List<FoundNetwork> found,
    Map<String, Double> seconds,
    Optional<String> trained,
    Optional<String> exported) {
  /** Of a run that has done nothing yet. */
  public static final RunResults NONE =
      new RunResults(
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty());

  public RunResults {
    found = List.copyOf(found);
    seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
  }

  /**
   * Reads the results of a run.
   *
   * @throws BadInput if the file is not a JSON object
   */
  public static RunResults read(RunDirectory directory) {
    return directory.exists(directory.results())
        ? ResultsJson.read(directory.readText(directory.results()), directory.results().toString())
        : NONE;
  }

  /** Writes them over those that are there. */
  public void write(RunDirectory directory) {
    directory.commitText(directory.results(), ResultsJson.write(this));
  }

  /** With so much more time, in tenths of seconds, spent on a step. */
  public RunResults took(String step, double more) {
    Map<String, Double> all = new LinkedHashMap<>(seconds);
    all.put(step, Math.round(10 * (all.getOrDefault(step, 0.0) + more)) / 10.0);
    return new RunResults(network, classes, metric, initial, found, all, trained, exported);
  }

  /** With what a search came to; networks that were tested before, and are found again, stay so. */
  public RunResults searched(
      String name, int classCount, String column, NetworkResult first, List<FoundNetwork> landed) {
    List<NetworkResult> before =
        Stream.concat(initial.stream(), found.stream().map(FoundNetwork::network)).toList();
    return new RunResults(
        Optional.of(name),
        OptionalInt.of(classCount),
        Optional.of(column),
        Optional.of(tested(first, before)),
        landed.stream()
            .map(f -> new FoundNetwork(f.budget(), tested(f.network(), before)))
            .toList(),
        seconds,
        trained,
        exported);
  }

  /**
   * With accuracies on the test images, with the weights that all sub-networks share.
   *
   * @param accuracies by architecture ids; the others' stay as they are
   */
  public RunResults testedShared(Map<String, Double> accuracies) {
    return withNetworks(
        result -> {
          Double accuracy = accuracies.get(result.architectureId());
          return accuracy == null
              ? result
              : result.withSharedTestAccuracy(OptionalDouble.of(accuracy));
        });
  }

  /**
   * With the accuracy on the test images of a network that was trained by itself.
   *
   * @param architectureId of a network found
   * @param accuracy in {@code [0, 1]}
   */
  public RunResults testedTrained(String architectureId, double accuracy) {
    return withNetworks(
        result ->
            result.architectureId().equals(architectureId)
                ? result.withTestAccuracy(accuracy)
                : result);
  }

  private RunResults withNetworks(UnaryOperator<NetworkResult> change) {
    return new RunResults(
        network,
        classes,
        metric,
        initial.map(change),
        found.stream().map(f -> new FoundNetwork(f.budget(), change.apply(f.network()))).toList(),
        seconds,
        trained,
        exported);
  }

  /** With the architecture that was trained. */
  public RunResults withTrained(String architectureId) {
    return new RunResults(
        network, classes, metric, initial, found, seconds, Optional.of(architectureId), exported);
  }

  /** With the architecture that was exported. */
  public RunResults withExported(String architectureId) {
    return new RunResults(
        network, classes, metric, initial, found, seconds, trained, Optional.of(architectureId));
  }

  private static NetworkResult tested(NetworkResult result, List<NetworkResult> before) {
    return before.stream()
        .filter(earlier -> earlier.architectureId().equals(result.architectureId()))
        .findFirst()
        .map(result::withTestsOf)
        .orElse(result);
  }
}
