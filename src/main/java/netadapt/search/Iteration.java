package netadapt.search;

import java.util.List;
import netadapt.arch.Architecture;

/**
 * One finished iteration of a search.
 *
 * @param index 0 for the initial network, which is its own parent, then 1, 2, …
 * @param parent the previous best, which the samples were shrunk from
 * @param target the resource no sample exceeds
 * @param samples by index
 * @param scores one per sample, by index
 * @param winner index of the best sample
 * @param seconds time the iteration took
 */
public record Iteration(
    int index,
    Architecture parent,
    double target,
    List<Sample> samples,
    List<Score> scores,
    int winner,
    double seconds) {
  public Iteration {
    samples = List.copyOf(samples);
    scores = List.copyOf(scores);
    if (samples.size() != scores.size() || winner < 0 || winner >= samples.size()) {
      throw new IllegalArgumentException(
          "iteration %d has %d samples, %d scores and winner %d"
              .formatted(index, samples.size(), scores.size(), winner));
    }
  }

  /** The sample that won. */
  public Sample best() {
    return samples.get(winner);
  }

  /** The winner's score. */
  public Score bestScore() {
    return scores.get(winner);
  }
}
