package netadapt.search;

import netadapt.arch.Architecture;

/**
 * The network found for a budget.
 *
 * @param budget in the metric's unit
 * @param architecture canonical
 * @param resource its cost, at most the budget
 * @param score its score
 * @param iteration that found it
 */
public record Landing(
    double budget, Architecture architecture, double resource, Score score, int iteration) {}
