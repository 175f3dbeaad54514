package netadapt.search;

import java.util.List;

/** Remembers finished iterations, so that a killed search goes on where it was. */
public interface Journal {
  /** The iterations committed so far, 0, 1, 2, … without gaps; empty for a new search. */
  List<Iteration> committed();

  /**
   * Keeps an iteration for good: all of it, or if that fails nothing.
   *
   * @param budgetsMet the budgets first met by its winner, descending; mostly none
   */
  void commit(Iteration iteration, List<Double> budgetsMet);

  /** A journal that forgets. */
  static Journal none() {
    return new Journal() {
      @Override
      public List<Iteration> committed() {
        return List.of();
      }

      @Override
      public void commit(Iteration iteration, List<Double> budgetsMet) {}
    };
  }
}
