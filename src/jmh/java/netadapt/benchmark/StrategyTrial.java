package netadapt.benchmark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import netadapt.Seeds;
import netadapt.arch.Architecture;
import netadapt.search.Budgets;
import netadapt.search.Journal;
import netadapt.search.Landing;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.search.Scorer;
import netadapt.search.Search;
import netadapt.search.SearchListener;
import netadapt.search.SearchPlan;

/**
 * What a search found in a space whose best networks are known.
 *
 * @param networks distinct ones that were scored
 * @param lost per budget, budgets descending: points of quality below the best there is
 */
record StrategyTrial(int networks, List<Double> lost) {
  private static final double AS_GOOD = 1e-9;

  StrategyTrial {
    lost = List.copyOf(lost);
  }

  /**
   * Searches.
   *
   * @param shares budgets, as shares of the initial network's resource
   * @param images that scores are noisy by, as they would be if each network met others; 0 for
   *     exact scores
   * @param seed of the noise
   */
  static StrategyTrial run(
      KnownSpace space, List<Double> shares, SearchPlan plan, int images, long seed) {
    Set<Architecture> scored = new HashSet<>();
    Scorer scorer =
        (iteration, samples) -> {
          samples.forEach(sample -> scored.add(sample.architecture()));
          return scores(space, samples, images, seed);
        };
    Budgets budgets = Budgets.of(shares, space.network(), space.metric());
    List<Landing> landings =
        new Search(space.network(), space.metric(), budgets, plan)
            .run(scorer, Journal.none(), SearchListener.NONE)
            .landings();
    List<Double> lost = new ArrayList<>();
    for (Landing landing : landings) {
      double quality = space.quality(landing.found().sample().architecture());
      lost.add(100 * (space.highest(landing.budget()) - quality));
    }
    return new StrategyTrial(scored.size(), lost);
  }

  /** The mean over the budgets. */
  double meanLost() {
    return lost.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Whether the best network there is was found for a budget. */
  boolean found(int budget) {
    return lost.get(budget) < AS_GOOD;
  }

  /**
   * Scores samples.
   *
   * @param images that scores are noisy by; 0 for exact scores
   * @param seed of the noise
   */
  static List<Score> scores(KnownSpace space, List<Sample> samples, int images, long seed) {
    return samples.stream().map(sample -> score(space, sample, images, seed)).toList();
  }

  private static Score score(KnownSpace space, Sample sample, int images, long seed) {
    double quality = space.quality(sample.architecture());
    double error = images == 0 ? 0 : Score.errorOfShare(Math.max(0.01, quality), images);
    RandomGenerator noise = Seeds.random(seed, "noise", sample.architecture());
    double value = quality + error * noise.nextGaussian();
    return new Score(sample.index(), value, error, 0, images, false, 0, 0, "");
  }
}
