package netadapt.run;

/**
 * The network that a search found for a budget.
 *
 * @param budget in the unit of the search's metric
 * @param network what came out for it
 */
public record FoundNetwork(double budget, NetworkResult network) {}
