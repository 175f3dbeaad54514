package netadapt.run;

import java.util.Optional;

/**
 * What a search on the scores that a run has recorded finds for a budget, beside what the run found
 * for it.
 *
 * @param budget in the unit of the search's metric
 * @param replay what the replayed search found
 * @param run what the run's own search found; empty if it did not come down to this budget
 */
public record ReplayedBudget(double budget, Found replay, Optional<Found> run) {
  /**
   * What one search found.
   *
   * @param network the best one within the budget
   * @param estimated whether its score is estimated, for want of a recorded one
   * @param asked how many different networks the search had asked for when it went on from the
   *     budget, the initial one among them; the best one may have been found later
   * @param recorded how many of them have a recorded score
   */
  public record Found(NetworkResult network, boolean estimated, int asked, int recorded) {
    public Found {
      if (recorded < 0 || asked < 1 || recorded > asked) {
        throw new IllegalArgumentException(
            "%d of %d networks have a recorded score".formatted(recorded, asked));
      }
    }
  }
}
