package netadapt.search;

/**
 * What a network's score is expected to be without noise, given all scores of a search.
 *
 * @param mean of the posterior distribution
 * @param deviation of the posterior distribution, its square root of variance
 */
public record Expectation(double mean, double deviation) {}
