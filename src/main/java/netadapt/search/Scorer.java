package netadapt.search;

import java.util.List;

/** Scores samples on held-out images: on a cluster, one job. */
@FunctionalInterface
public interface Scorer {
  /**
   * Scores the samples of one iteration.
   *
   * @param iteration 0 for the initial network alone, then 1, 2, …
   * @return one score per sample in any order; a sample without one counts as failed
   */
  List<Score> score(int iteration, List<Sample> samples);
}
