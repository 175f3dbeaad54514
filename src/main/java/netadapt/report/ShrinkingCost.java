package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;
import netadapt.task.ScoreUnit;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.IntervalUtils;

/**
 * What shrinking has cost: the networks found beside those that nobody had to search, all trained
 * by themselves, and how sure that is.
 */
public final class ShrinkingCost {
  private static final double CONFIDENCE = 0.95;

  private ShrinkingCost() {}

  /**
   * The comparisons in words, a line for each, and, of shares, a last one on their intervals.
   *
   * @return empty if nothing was tested that could be compared
   */
  public static List<String> lines(RunResults results, ScoreUnit unit) {
    List<String> lines = new ArrayList<>();
    if (results.initial().isEmpty() || results.testImages().orElse(0) == 0) {
      return lines;
    }
    NetworkResult initial = results.initial().get();
    int images = results.testImages().getAsInt();
    for (FoundNetwork found : results.found()) {
      String name =
          "found, %s of the MACs, trained: "
              .formatted(Numbers.share(found.network().macs(), initial.macs()));
      against(found.network(), initial, "the initial network", images, unit)
          .ifPresent(comparison -> lines.add(name + comparison));
      found
          .scaled()
          .flatMap(
              scaled -> against(found.network(), scaled, "the uniformly scaled one", images, unit))
          .ifPresent(comparison -> lines.add(name + comparison));
    }
    if (!lines.isEmpty() && unit.countsImages()) {
      lines.add(
          "±: 95%% interval by the %s test images; with another seed of the training they differ, too"
              .formatted(Numbers.amount((long) images)));
    }
    return lines;
  }

  /** {@code 0.24 ± 0.51 points less than the other}; empty if one of them is not tested. */
  private static Optional<String> against(
      NetworkResult one, NetworkResult other, String name, int images, ScoreUnit unit) {
    OptionalDouble mine = one.testAccuracy();
    OptionalDouble theirs = other.testAccuracy();
    if (mine.isEmpty() || theirs.isEmpty()) {
      return Optional.empty();
    }
    if (!unit.countsImages()) {
      double difference = mine.getAsDouble() - theirs.getAsDouble();
      String told = unit.difference(Math.abs(difference));
      if (told.equals(unit.difference(0))) {
        return Optional.of("as good as " + name);
      }
      String better = difference < 0 ? "worse" : "better"; // an error that is less is better
      return Optional.of("%s %s than %s".formatted(told, better, name));
    }
    double difference = 100 * (mine.getAsDouble() - theirs.getAsDouble());
    double interval =
        100
            * Math.hypot(
                interval(mine.getAsDouble(), images), interval(theirs.getAsDouble(), images));
    String told = String.format(Locale.ROOT, "%.2f", Math.abs(difference));
    String around = String.format(Locale.ROOT, "± %.2f points", interval);
    if (told.equals("0.00")) {
      return Optional.of("as accurate as %s, %s".formatted(name, around));
    }
    String better = difference < 0 ? "less" : "more";
    return Optional.of("%s %s %s than %s".formatted(told, around, better, name));
  }

  /**
   * How far a share of images may be from the one of all images there could be: half of Wilson's
   * 95% interval.
   *
   * @param share in [0, 1]
   * @param images that it is of, at least 1
   */
  static double interval(double share, int images) {
    ConfidenceInterval interval = wilson(share, images);
    return (interval.getUpperBound() - interval.getLowerBound()) / 2;
  }

  /** Wilson's 95% interval, which does not have the share in its middle. */
  static ConfidenceInterval wilson(double share, int images) {
    int right = (int) Math.round(share * images);
    return IntervalUtils.getWilsonScoreInterval(images, right, CONFIDENCE);
  }
}
