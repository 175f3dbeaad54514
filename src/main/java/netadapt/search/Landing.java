package netadapt.search;

/**
 * The network found for a budget.
 *
 * @param budget in the metric's unit
 * @param found canonical, its cost at most the budget
 * @param expected what its score is expected to be, given all scores of the search
 */
public record Landing(double budget, Scored found, Expectation expected) {}
