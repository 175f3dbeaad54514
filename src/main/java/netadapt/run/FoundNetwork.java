package netadapt.run;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The network that a search found for a budget.
 *
 * @param budget in the unit of the search's metric
 * @param network what came out for it
 * @param scaled what came out for the initial network, uniformly scaled to the budget; empty if
 *     that was not asked for
 */
public record FoundNetwork(double budget, NetworkResult network, Optional<NetworkResult> scaled) {
  /** Without a scaled network beside it. */
  public FoundNetwork(double budget, NetworkResult network) {
    this(budget, network, Optional.empty());
  }

  /** The same with a scaled network. */
  FoundNetwork with(NetworkResult scaledNetwork) {
    return new FoundNetwork(budget, network, Optional.of(scaledNetwork));
  }

  /** The same, both networks changed. */
  FoundNetwork map(UnaryOperator<NetworkResult> change) {
    return new FoundNetwork(budget, change.apply(network), scaled.map(change));
  }
}
