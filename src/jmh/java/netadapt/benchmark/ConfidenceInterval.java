package netadapt.benchmark;

import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** How sure a mean is. */
final class ConfidenceInterval {
  private ConfidenceInterval() {}

  /**
   * A mean and half of its interval, in percent.
   *
   * @param format of both
   */
  static String percent(String format, SummaryStatistics shares) {
    return String.format(Locale.ROOT, format, 100 * shares.getMean(), 100 * half(shares));
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
