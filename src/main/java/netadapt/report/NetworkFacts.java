package netadapt.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of the initial network or of one that was found: what {@code results.json} says,
 * and where it says nothing, the trajectory.
 */
final class NetworkFacts {
  private final JsonNode result;
  private final Optional<Winner> winner;

  private NetworkFacts(JsonNode result, Optional<Winner> winner) {
    this.result = result;
    this.winner = winner;
  }

  /** The initial network, which is iteration 0 of the trajectory. */
  static NetworkFacts initial(RunContents run) {
    return new NetworkFacts(run.results().path("initial"), run.trajectory().stream().findFirst());
  }

  /** The networks found, in the order of the results, else of the trajectory. */
  static List<NetworkFacts> found(RunContents run) {
    List<NetworkFacts> found = new ArrayList<>();
    for (JsonNode result : run.results().path("found")) {
      String id = result.path("architecture_id").asText();
      found.add(
          new NetworkFacts(
              result,
              run.trajectory().stream()
                  .filter(winner -> winner.architectureId().equals(id))
                  .findFirst()));
    }
    if (found.isEmpty()) {
      run.trajectory().stream()
          .filter(Winner::meetsBudget)
          .forEach(w -> found.add(new NetworkFacts(run.results().path("found"), Optional.of(w))));
    }
    return found;
  }

  /** The winner of the search that this network is. */
  Optional<Winner> winner() {
    return winner;
  }

  OptionalDouble budget() {
    OptionalDouble met = number(winner.filter(Winner::meetsBudget).map(Winner::budgetMet));
    return fact("budget", met);
  }

  OptionalDouble macs() {
    return fact("macs", number(winner.map(w -> (double) w.macs())));
  }

  OptionalDouble params() {
    return fact("params", number(winner.map(w -> (double) w.params())));
  }

  OptionalDouble score() {
    return fact("score", number(winner.map(Winner::score)));
  }

  OptionalDouble testAccuracy() {
    return fact("test_accuracy", OptionalDouble.empty());
  }

  /** Accuracy on the test images with the weights that all sub-networks share. */
  OptionalDouble sharedTestAccuracy() {
    return fact("shared_test_accuracy", OptionalDouble.empty());
  }

  private OptionalDouble fact(String key, OptionalDouble otherwise) {
    JsonNode value = result.path(key);
    return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : otherwise;
  }

  private static OptionalDouble number(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}
