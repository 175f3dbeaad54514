package netadapt.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import netadapt.arch.Architecture;

/** What a search has scored so far, and what it makes of that. */
final class History {
  private final ChooseBy chooseBy;
  private final ScoreModel model;
  private final List<Iteration> iterations = new ArrayList<>();
  private final Map<Architecture, Scored> scored = new LinkedHashMap<>();

  /**
   * @param model fitted to every score
   */
  History(ChooseBy chooseBy, ScoreModel model) {
    this.chooseBy = chooseBy;
    this.model = model;
  }

  /** The iterations that are done, by index. */
  List<Iteration> iterations() {
    return Collections.unmodifiableList(iterations);
  }

  boolean isEmpty() {
    return iterations.isEmpty();
  }

  Iteration last() {
    return iterations.get(iterations.size() - 1);
  }

  /** Takes note of scores: of a network's first, and of its first on all images. */
  void learn(List<Scored> news) {
    for (Scored one : news) {
      Scored before = scored.get(one.sample().architecture());
      boolean better = before == null || (before.score().dropped() && one.score().eligible());
      if (better && !one.score().failed()) {
        scored.put(one.sample().architecture(), one);
        model.add(one);
      }
    }
  }

  /** Takes note of an iteration whose scores were learned. */
  void add(Iteration iteration) {
    iterations.add(iteration);
  }

  /** How many iterations of a stage, the last ones in a row, have found nothing better. */
  int fruitless(Stage stage) {
    int fruitless = 0;
    for (int i = iterations.size() - 1; i >= 0; i--) {
      Iteration iteration = iterations.get(i);
      if (!iteration.stage().equals(stage) || iteration.best().iteration() == i) {
        break;
      }
      fruitless++;
    }
    return fruitless;
  }

  /** By what the best is chosen: a score, or the expected one; worked out once for a network. */
  ToDoubleFunction<Scored> merit() {
    Map<Scored, Double> expected = new IdentityHashMap<>();
    return switch (chooseBy) {
      case SCORE -> one -> one.score().value();
      case EXPECTED -> one -> expected.computeIfAbsent(one, model::mean);
    };
  }

  /** What a sample's score is expected to be, given all scores; without its own if it failed. */
  Expectation expected(Scored one) {
    return model.expected(one);
  }

  /** What the score of a network that has none is expected to be. */
  double predicted(Architecture canonical) {
    return model.predicted(canonical);
  }

  /** The networks that have a score. */
  Set<Architecture> networks() {
    return Collections.unmodifiableSet(scored.keySet());
  }

  /** The best network within a budget. */
  Optional<Scored> best(double budget) {
    return Selector.highest(within(budget), merit());
  }

  /** The best networks within a budget, the best first. */
  List<Scored> best(double budget, int count) {
    return within(budget).stream()
        .filter(one -> one.score().eligible())
        .sorted(Selector.order(merit()).reversed())
        .limit(count)
        .toList();
  }

  /** The networks that none of as little or less resource beats, resources descending. */
  List<FrontPoint> front() {
    ToDoubleFunction<Scored> merit = merit();
    List<Scored> upwards =
        scored.values().stream()
            .filter(one -> one.score().eligible())
            .sorted(
                Comparator.comparingDouble(Scored::resource)
                    .thenComparing(Selector.order(merit).reversed()))
            .toList();
    List<FrontPoint> front = new ArrayList<>();
    double highest = Double.NEGATIVE_INFINITY;
    for (Scored one : upwards) {
      if (merit.applyAsDouble(one) > highest) {
        highest = merit.applyAsDouble(one);
        front.add(0, new FrontPoint(one, expected(one)));
      }
    }
    return front;
  }

  private List<Scored> within(double budget) {
    return scored.values().stream().filter(one -> one.resource() <= budget).toList();
  }
}
