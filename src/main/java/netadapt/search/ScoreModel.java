package netadapt.search;

import java.util.HashMap;
import java.util.Map;
import netadapt.arch.Architecture;

/**
 * What networks' scores are expected to be without noise, given all scores of a search.
 *
 * <p>A score is a linear function of {@link LayerFeatures}, found by ridge regression, plus what is
 * the network's own, plus noise. Of what a score differs from the regression, noise is as much as
 * the score's standard error says, and a network's own the rest: the posterior mean lies between
 * the two accordingly. The ridge is the one with the highest marginal likelihood.
 *
 * <p>Scores are added in order, and sums kept, so that the same scores give the same numbers to the
 * last bit, whether or not a search was resumed in between.
 */
final class ScoreModel {
  private final LayerFeatures features;
  private final Map<Architecture, double[]> known = new HashMap<>();
  private final NormalEquations equations;
  private double weights;
  private double squaredErrors;
  private long mostImages = 1;
  private RidgeRegression regression;

  ScoreModel(SearchSpace space) {
    this.features = new LayerFeatures(space);
    this.equations = new NormalEquations(features.count());
  }

  /**
   * Takes note of a score; one of fewer images, which left a race, counts for less.
   *
   * @param one that did not fail
   */
  void add(Scored one) {
    mostImages = Math.max(mostImages, one.score().images());
    double weight = (double) Math.max(1, one.score().images()) / mostImages;
    double error = one.score().error();
    double[] x = known.computeIfAbsent(one.sample().architecture(), features::of);
    equations.add(x, one.score().value(), weight);
    weights += weight;
    squaredErrors += weight * error * error;
    regression = null;
  }

  /** The mean of a sample's expectation. */
  double mean(Scored one) {
    double predicted = predicted(one.sample().architecture());
    return one.score().failed()
        ? predicted
        : predicted + own(one.score()) * (one.score().value() - predicted);
  }

  /** What a sample's score is expected to be; one that failed, as if it had not been tried. */
  Expectation expected(Scored one) {
    double ofObservation = Math.max(regression().residualVariance(), noiseVariance());
    double ofModel = ofObservation * regression().leverage(features(one.sample().architecture()));
    if (one.score().failed()) {
      return new Expectation(mean(one), Math.sqrt(ofModel + ownVariance()));
    }
    double own = own(one.score());
    double noise = one.score().error() * one.score().error();
    double variance = own * noise + (1 - own) * (1 - own) * ofModel;
    return new Expectation(mean(one), Math.sqrt(variance));
  }

  /** What the score of a network that has none is expected to be. */
  double predicted(Architecture canonical) {
    return regression().of(features(canonical));
  }

  /** How much of what a score differs from the regression is the network's own, in [0, 1]. */
  private double own(Score score) {
    double noise = score.error() * score.error();
    return noise == 0 ? 1 : ownVariance() / (ownVariance() + noise);
  }

  private double ownVariance() {
    return Math.max(0, regression().residualVariance() - noiseVariance());
  }

  private double noiseVariance() {
    return squaredErrors / weights;
  }

  private RidgeRegression regression() {
    if (regression == null) {
      regression = RidgeRegression.fit(equations);
    }
    return regression;
  }

  /** Kept of networks with a score alone: candidates are many, and asked for once. */
  private double[] features(Architecture canonical) {
    double[] kept = known.get(canonical);
    return kept == null ? features.of(canonical) : kept;
  }
}
