package netadapt.search;

import java.util.List;

/** Is told how a search goes on. */
public interface SearchListener {
  /** Nobody listens. */
  SearchListener NONE = new SearchListener() {};

  /**
   * A search that was stopped goes on.
   *
   * @param committed iterations found in the journal, at least one
   */
  default void resumed(List<Iteration> committed) {}

  /**
   * Samples are proposed and will now be scored.
   *
   * @param iteration 0 for the initial network, then 1, 2, …
   * @param resource of the previous best
   * @param target the resource no sample exceeds
   * @param samples how many were proposed
   * @param iterationsLeft expected, this one included
   */
  default void iterationStarted(
      int iteration, double resource, double target, int samples, int iterationsLeft) {}

  /**
   * Samples are scored, and the winner is committed.
   *
   * @param iteration as committed
   * @param landings the budgets it met; mostly none
   * @param iterationsLeft expected; 0 once the last budget is met
   */
  default void iterationDone(Iteration iteration, List<Landing> landings, int iterationsLeft) {}

  /** The last budget is met. */
  default void done(SearchResult result) {}
}
