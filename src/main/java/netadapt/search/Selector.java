package netadapt.search;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/** Which sample of an iteration becomes the next best. Ties: lower resource, then lower index. */
public enum Selector {
  /** NetAdaptV2's rule: the highest score. */
  HIGHEST_SCORE {
    @Override
    double merit(double score, double resource, double parentScore, double parentResource) {
      return score;
    }
  },
  /** NetAdaptV1's rule: the least score lost per resource saved. */
  LEAST_LOSS_PER_SAVING {
    @Override
    double merit(double score, double resource, double parentScore, double parentResource) {
      return (score - parentScore) / (parentResource - resource);
    }
  };

  /** Higher is better; the resource is below its parent's. */
  abstract double merit(double score, double resource, double parentScore, double parentResource);

  /**
   * Picks the next best.
   *
   * @param samples by index, each with less resource than the parent
   * @param scores one per sample, by index
   * @param parentScore score of the previous best
   * @param parentResource resource of the previous best
   * @return index of the best sample; empty if none is eligible
   */
  public OptionalInt best(
      List<Sample> samples, List<Score> scores, double parentScore, double parentResource) {
    ToDoubleFunction<Sample> merit =
        sample ->
            merit(
                scores.get(sample.index()).value(), sample.resource(), parentScore, parentResource);
    return samples.stream()
        .filter(sample -> scores.get(sample.index()).eligible())
        .max(
            Comparator.comparingDouble(merit)
                .thenComparing(Comparator.comparingDouble(Sample::resource).reversed())
                .thenComparing(Comparator.comparingInt(Sample::index).reversed()))
        .map(sample -> OptionalInt.of(sample.index()))
        .orElse(OptionalInt.empty());
  }
}
