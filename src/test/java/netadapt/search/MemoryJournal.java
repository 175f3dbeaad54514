package netadapt.search;

import java.util.ArrayList;
import java.util.List;

/** Keeps iterations in memory; dies before or after keeping one, if told to. */
final class MemoryJournal implements Journal {
  final List<Iteration> iterations = new ArrayList<>();
  final List<List<Double>> met = new ArrayList<>();
  int diesBefore = -1;
  int diesAfter = -1;

  @Override
  public List<Iteration> committed() {
    return iterations;
  }

  @Override
  public void commit(Iteration iteration, List<Double> budgetsMet) {
    if (iteration.index() == diesBefore) {
      throw new IllegalStateException("killed");
    }
    iterations.add(iteration);
    met.add(budgetsMet);
    if (iteration.index() == diesAfter) {
      throw new IllegalStateException("killed");
    }
  }

  /** The iterations as if they had taken no time. */
  List<Iteration> untimed() {
    return iterations.stream()
        .map(
            i ->
                new Iteration(
                    i.index(),
                    i.stage(),
                    i.samples(),
                    i.scores(),
                    i.predicted(),
                    i.expected(),
                    i.best(),
                    i.bestExpected(),
                    0))
        .toList();
  }

  /** The iterations of a kind. */
  List<Iteration> of(Stage.Kind kind) {
    return iterations.stream().filter(iteration -> iteration.stage().kind() == kind).toList();
  }

  /** All samples but the initial network. */
  List<Sample> proposed() {
    return iterations.stream().skip(1).flatMap(i -> i.samples().stream()).toList();
  }
}
