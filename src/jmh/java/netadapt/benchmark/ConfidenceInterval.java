package netadapt.benchmark;

import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** How sure a mean is. */
final class ConfidenceInterval {
  private ConfidenceInterval() {}

  /**
   * A mean of shares and half of its interval, which a single value lacks, in hundredths.
   *
   * @param format of the mean
   * @param unit behind both
   */
  static String percent(String format, SummaryStatistics shares, String unit) {
    String mean = String.format(Locale.ROOT, format, 100 * shares.getMean());
    double half = half(shares);
    return mean
        + (Double.isNaN(half) ? "" : String.format(Locale.ROOT, " ± %.2f", 100 * half))
        + unit;
  }

  /** Half of the 95% confidence interval of the mean, by Student's t; not a number below two. */
  static double half(SummaryStatistics values) {
    long count = values.getN();
    return count < 2
        ? Double.NaN
        : new TDistribution(count - 1.0).inverseCumulativeProbability(0.975)
            * values.getStandardDeviation()
            / Math.sqrt(count);
  }
}
