package netadapt.rank;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import netadapt.Seeds;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Intervals by the percentile bootstrap: the networks are drawn again from themselves, as many,
 * with replacement, and the interval is where the middle 95% of what is found on them lie.
 *
 * @param resamples how often, at least 1
 * @param seed of the draws; every statistic sees the same ones
 * @see <a href="https://doi.org/10.1201/9780429246593">Efron and Tibshirani, An Introduction to the
 *     Bootstrap, chapter 13</a>
 */
record Bootstrap(int resamples, long seed) {
  private static final double LOW_PERCENT = 2.5;
  private static final double HIGH_PERCENT = 97.5;

  /**
   * A statistic's mean over bands, and its interval; each band is drawn again from its own
   * networks. Bands, and draws, in which it is undefined do not count.
   */
  Estimate of(List<List<RankedNetwork>> bands, ToDoubleFunction<List<RankedNetwork>> statistic) {
    double[] found =
        IntStream.range(0, resamples)
            .mapToDouble(
                resample -> {
                  SplittableRandom random = Seeds.random(seed, "bootstrap", resample);
                  return mean(bands.stream().map(b -> drawnAgain(b, random)).toList(), statistic);
                })
            .filter(value -> !Double.isNaN(value))
            .toArray();
    return new Estimate(
        mean(bands, statistic), percentile(found, LOW_PERCENT), percentile(found, HIGH_PERCENT));
  }

  private static double mean(
      List<List<RankedNetwork>> bands, ToDoubleFunction<List<RankedNetwork>> statistic) {
    return bands.stream()
        .mapToDouble(statistic)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  private static List<RankedNetwork> drawnAgain(
      List<RankedNetwork> networks, SplittableRandom random) {
    return IntStream.range(0, networks.size())
        .mapToObj(i -> networks.get(random.nextInt(networks.size())))
        .toList();
  }

  private static double percentile(double[] values, double percent) {
    return values.length == 0 ? Double.NaN : StatUtils.percentile(values, percent);
  }
}
