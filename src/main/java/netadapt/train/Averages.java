package netadapt.train;

import java.io.Serializable;

/**
 * How slowly what is averaged over a training follows it.
 *
 * @param statisticsDecay part of the running batch statistics kept at each step, in {@code [0, 1)}
 * @param weightsDecay part of the averaged weights kept at each step, in {@code [0, 1)}; 0 for the
 *     weights themselves
 */
public record Averages(double statisticsDecay, double weightsDecay) implements Serializable {}
