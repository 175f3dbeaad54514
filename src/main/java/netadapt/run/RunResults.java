package netadapt.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
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
 * @param testImages on which accuracies of tests are
 * @param seconds each step took, in all calls together, in the order of their ends
 * @param emission of all steps together
 * @param versions of the programs that did the last step, by their names
 * @param constantTests what metrics say of the test images where the same number is told of every
 *     pixel, the mean of the training images, by the metrics' names; empty where images have
 *     classes, or none were tested
 */
public record RunResults(
    Optional<String> network,
    OptionalInt classes,
    Optional<String> metric,
    Optional<NetworkResult> initial,
    List<FoundNetwork> found,
    OptionalInt testImages,
    Map<String, Double> seconds,
    Emission emission,
    Map<String, String> versions,
    Map<String, Double> constantTests) {
  /** Of a run that has done nothing yet. */
  public static final RunResults NONE =
      new RunResults(
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          OptionalInt.empty(),
          Map.of(),
          Emission.NONE,
          Map.of(),
          Map.of());

  public RunResults {
    found = List.copyOf(found);
    seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    constantTests = Collections.unmodifiableMap(new TreeMap<>(constantTests));
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

  /** All networks: the initial one, and per budget the one found and the scaled one. */
  public List<NetworkResult> networks() {
    return Stream.concat(
            initial.stream(),
            found.stream()
                .flatMap(one -> Stream.concat(Stream.of(one.network()), one.scaled().stream())))
        .toList();
  }

  /** The network found for the smallest budget; empty before a search is over. */
  public Optional<NetworkResult> smallest() {
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1).network());
  }

  /** With so much more time, in tenths of seconds, spent on a step, and what that has emitted. */
  public RunResults took(String step, double more, Emission emitted) {
    Map<String, Double> all = new LinkedHashMap<>(seconds);
    all.put(step, Math.round(10 * (all.getOrDefault(step, 0.0) + more)) / 10.0);
    return new RunResults(
        network,
        classes,
        metric,
        initial,
        found,
        testImages,
        all,
        emission.plus(emitted),
        versions,
        constantTests);
  }

  /** With the versions of the programs that did the last step. */
  public RunResults by(Map<String, String> programs) {
    return new RunResults(
        network,
        classes,
        metric,
        initial,
        found,
        testImages,
        seconds,
        emission,
        programs,
        constantTests);
  }

  /**
   * With what a search came to; networks that were tested before, and are found again, stay so, and
   * so do the scaled ones of budgets that there were before.
   */
  public RunResults searched(
      String name,
      OptionalInt classCount,
      String column,
      NetworkResult first,
      List<FoundNetwork> landed) {
    List<FoundNetwork> all = new ArrayList<>();
    for (FoundNetwork one : landed) {
      Optional<NetworkResult> scaled =
          found.stream()
              .filter(before -> before.budget() == one.budget())
              .flatMap(before -> before.scaled().stream())
              .findFirst();
      all.add(new FoundNetwork(one.budget(), tested(one.network()), scaled));
    }
    return new RunResults(
        Optional.of(name),
        classCount,
        Optional.of(column),
        Optional.of(tested(first)),
        all,
        testImages,
        seconds,
        emission,
        versions,
        constantTests);
  }

  /** With the initial network uniformly scaled to a budget; tested if it was before. */
  public RunResults scaled(double budget, NetworkResult scaled) {
    return withFound(one -> one.budget() == budget ? one.with(tested(scaled)) : one);
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
          return accuracy == null ? result : result.withSharedTestAccuracy(accuracy);
        });
  }

  /**
   * With the training of a network by itself.
   *
   * @param architectureId of one of the networks
   * @param folder of the training, in the run directory
   * @param accuracy on the test images; empty before the training is over, or without such images
   * @param further what other metrics say of them, by their names
   */
  public RunResults trained(
      String architectureId, String folder, OptionalDouble accuracy, Map<String, Double> further) {
    return withNetworks(
        result ->
            result.architectureId().equals(architectureId)
                ? result.withTraining(folder, accuracy, further)
                : result);
  }

  /**
   * With what networks took for one image, measured as a whole.
   *
   * @param millis by architecture ids; the others' stay as they are
   */
  public RunResults measured(Map<String, Double> millis) {
    return withNetworks(
        result -> {
          Double measured = millis.get(result.architectureId());
          return measured == null ? result : result.withMeasuredMillis(measured);
        });
  }

  /** With so many test images. */
  public RunResults withTestImages(int images) {
    return new RunResults(
        network,
        classes,
        metric,
        initial,
        found,
        OptionalInt.of(images),
        seconds,
        emission,
        versions,
        constantTests);
  }

  /** With what metrics say where every pixel is told the same. */
  public RunResults withConstantTests(Map<String, Double> tests) {
    return new RunResults(
        network, classes, metric, initial, found, testImages, seconds, emission, versions, tests);
  }

  private RunResults withNetworks(UnaryOperator<NetworkResult> change) {
    return new RunResults(
            network,
            classes,
            metric,
            initial.map(change),
            found,
            testImages,
            seconds,
            emission,
            versions,
            constantTests)
        .withFound(one -> one.map(change));
  }

  private RunResults withFound(UnaryOperator<FoundNetwork> change) {
    List<FoundNetwork> changed = found.stream().map(change).toList();
    return new RunResults(
        network,
        classes,
        metric,
        initial,
        changed,
        testImages,
        seconds,
        emission,
        versions,
        constantTests);
  }

  /** With the tests that these results know of the same network. */
  private NetworkResult tested(NetworkResult result) {
    return networks().stream()
        .filter(earlier -> earlier.architectureId().equals(result.architectureId()))
        .findFirst()
        .map(result::withTestsOf)
        .orElse(result);
  }
}
