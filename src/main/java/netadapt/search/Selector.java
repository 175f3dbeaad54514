package netadapt.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Which sample of a descent becomes the next best; a sample's merit is its score or expected one.
 */
public enum Selector {
  /** NetAdaptV2's rule: the highest merit. */
  HIGHEST_SCORE {
    @Override
    double worth(double merit, double resource, double parentMerit, double parentResource) {
      return merit;
    }
  },
  /** NetAdaptV1's rule: the least merit lost per resource saved. */
  LEAST_LOSS_PER_SAVING {
    @Override
    double worth(double merit, double resource, double parentMerit, double parentResource) {
      return (merit - parentMerit) / (parentResource - resource);
    }
  };

  /** Higher is better; the resource is below its parent's. */
  abstract double worth(double merit, double resource, double parentMerit, double parentResource);

  /**
   * Picks the next best of a descent's iteration.
   *
   * @param scored the iteration's samples, each with less resource than the parent
   * @param parent the previous best
   * @param merit of a sample that is eligible; higher is better
   * @return empty if none is eligible
   */
  Optional<Scored> best(List<Scored> scored, Scored parent, ToDoubleFunction<Scored> merit) {
    double parentMerit = merit.applyAsDouble(parent);
    return highest(
        scored,
        one -> worth(merit.applyAsDouble(one), one.resource(), parentMerit, parent.resource()));
  }

  /**
   * The eligible one that is worth most. Ties: lower resource, then the earlier iteration, then the
   * lower index.
   */
  static Optional<Scored> highest(List<Scored> scored, ToDoubleFunction<Scored> worth) {
    return scored.stream().filter(one -> one.score().eligible()).max(order(worth));
  }

  /** From the worst to the best. */
  static Comparator<Scored> order(ToDoubleFunction<Scored> worth) {
    return Comparator.comparingDouble(worth)
        .thenComparing(Comparator.comparingDouble(Scored::resource).reversed())
        .thenComparing(Comparator.comparingInt(Scored::iteration).reversed())
        .thenComparing(Comparator.comparingInt((Scored one) -> one.sample().index()).reversed());
  }
}
