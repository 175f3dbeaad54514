package netadapt.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import netadapt.run.Costs;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.TrajectoryRow;

/**
 * What is known of the initial network or of one that was found: what the results say, and where
 * they say nothing, the trajectory.
 *
 * @param budget that it was found for; empty for the initial network
 * @param result empty if the results say nothing of it
 * @param winner of the search that it is; empty if the trajectory has none like it
 * @param scaled the initial network, uniformly scaled to the same budget; empty if that was not
 *     asked for
 */
record NetworkFacts(
    OptionalDouble budget,
    Optional<NetworkResult> result,
    Optional<TrajectoryRow> winner,
    Optional<NetworkFacts> scaled) {
  /** The initial network, which is iteration 0 of the trajectory. */
  static NetworkFacts initial(RunContents run) {
    return new NetworkFacts(
        OptionalDouble.empty(),
        run.results().initial(),
        run.trajectory().stream().findFirst(),
        Optional.empty());
  }

  /** The networks found, in the order of the results, else of the trajectory. */
  static List<NetworkFacts> found(RunContents run) {
    if (run.results().found().isEmpty()) {
      return run.trajectory().stream()
          .filter(winner -> winner.budgetMet().isPresent())
          .map(
              w ->
                  new NetworkFacts(
                      w.budgetMet(), Optional.empty(), Optional.of(w), Optional.empty()))
          .toList();
    }
    return run.results().found().stream().map(found -> found(run, found)).toList();
  }

  private static NetworkFacts found(RunContents run, FoundNetwork found) {
    OptionalDouble budget = OptionalDouble.of(found.budget());
    return new NetworkFacts(
        budget,
        Optional.of(found.network()),
        winner(run, found.network().architectureId()),
        found
            .scaled()
            .map(
                scaled ->
                    new NetworkFacts(
                        budget, Optional.of(scaled), Optional.empty(), Optional.empty())));
  }

  /** Whether its architecture has this id. */
  boolean is(String architectureId) {
    return result.map(NetworkResult::architectureId).filter(architectureId::equals).isPresent();
  }

  OptionalDouble macs() {
    return cost("macs");
  }

  OptionalDouble params() {
    return cost("params");
  }

  /** One of the costs, by its column; empty if it is not known. */
  OptionalDouble cost(String column) {
    Optional<Costs> costs = costs();
    return costs.isPresent() && costs.get().has(column)
        ? OptionalDouble.of(costs.get().of(column))
        : OptionalDouble.empty();
  }

  /** Columns of the costs beside MACs and parameters. */
  List<String> furtherCosts() {
    return costs().map(costs -> List.copyOf(costs.further().keySet())).orElse(List.of());
  }

  /** Milliseconds for one image, measured as a whole. */
  OptionalDouble measuredMillis() {
    return fact(NetworkResult::measuredMillis);
  }

  OptionalDouble score() {
    OptionalDouble score = fact(NetworkResult::score);
    return score.isPresent() ? score : number(winner.map(TrajectoryRow::score));
  }

  OptionalDouble testAccuracy() {
    return fact(NetworkResult::testAccuracy);
  }

  /** Accuracy on the test images with the weights that all sub-networks share. */
  OptionalDouble sharedTestAccuracy() {
    return fact(NetworkResult::sharedTestAccuracy);
  }

  private static Optional<TrajectoryRow> winner(RunContents run, String architectureId) {
    return run.trajectory().stream()
        .filter(winner -> winner.architectureId().equals(architectureId))
        .findFirst();
  }

  private OptionalDouble fact(Function<NetworkResult, OptionalDouble> fact) {
    return result.map(fact).orElse(OptionalDouble.empty());
  }

  private Optional<Costs> costs() {
    return result.map(NetworkResult::costs).or(() -> winner.map(TrajectoryRow::costs));
  }

  private static OptionalDouble number(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}
