package netadapt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** The rows about the networks that searches find, trained alone. */
final class FoundRows {
  private static final String DRAWN = "drawn";

  private final Experiment experiment;
  private final Measured measured;
  private final List<Line> lines = new ArrayList<>();

  private FoundRows(Experiment experiment, Measured measured) {
    this.experiment = experiment;
    this.measured = measured;
  }

  /**
   * {@link FoundNetworks}.
   *
   * @param measured with that experiment
   */
  static List<Line> of(Experiment experiment, Measured measured) {
    FoundRows rows = new FoundRows(experiment, measured);
    for (Variant variant : experiment.variants()) {
      rows.add(variant.title(), variant.word());
    }
    if (experiment.drawn() > 0) {
      rows.addDrawn();
    }
    rows.accuracy("uniformly scaled network", "scaled", rows.macs("scaled"));
    rows.accuracy("initial network", "initial", "");
    return rows.lines;
  }

  private void add(String title, String word) {
    accuracy(
        title,
        word,
        format(
            "%s, held-out with shared weights %.1f%%, %,.0f networks scored",
            macs(word),
            100 * measured.values(word + ".held_out").getMean(),
            measured.values(word + ".networks").getMean()));
    if (experiment.drawn() > 0) {
      over(title + " over random networks", word, DRAWN, standardErrors(word));
    }
    over(title + " over the uniformly scaled network", word, "scaled", "");
    over(title + " over the initial network", word, "initial", "");
  }

  /** The mean over the seeds, of each of which it is that of its trainings. */
  private void accuracy(String what, String subject, String beside) {
    SummaryStatistics means = measured.ofSeeds(seed -> measured.tested(seed, subject).getMean());
    add(what, ConfidenceInterval.percent("%.2f", means, "%"), beside);
  }

  private void over(String what, String subject, String other, String beside) {
    SummaryStatistics more =
        measured.ofSeeds(
            seed ->
                measured.tested(seed, subject).getMean() - measured.tested(seed, other).getMean());
    add(what, ConfidenceInterval.percent("%+.2f", more, " points"), beside);
  }

  /** By how many standard errors of the mean of a seed's random networks it is better than them. */
  private String standardErrors(String subject) {
    SummaryStatistics errors =
        measured.ofSeeds(
            seed -> {
              SummaryStatistics drawn = measured.tested(seed, DRAWN);
              double error = drawn.getStandardDeviation() / Math.sqrt(drawn.getN());
              return (measured.tested(seed, subject).getMean() - drawn.getMean()) / error;
            });
    return format("%.1f to %.1f standard errors of their mean", errors.getMin(), errors.getMax());
  }

  private void addDrawn() {
    SummaryStatistics all = new SummaryStatistics();
    for (int seed : measured.seeds()) {
      measured.allTested(seed, DRAWN).forEach(all::addValue);
    }
    String beside =
        format(
            "%s, %.2f%% to %.2f%% of %d",
            macs(DRAWN), 100 * all.getMin(), 100 * all.getMax(), all.getN());
    add("random networks", ConfidenceInterval.percent("%.2f", all, "%"), beside);
    SummaryStatistics taus = measured.ofSeeds(this::tauOfDrawn);
    add(
        "tau of their scores with shared weights",
        format("%.2f", taus.getMean()),
        format("%.2f to %.2f of one seed's", taus.getMin(), taus.getMax()));
  }

  /** How well a seed's super-network ranks its random networks. */
  private double tauOfDrawn(int seed) {
    return new KendallsCorrelation()
        .correlation(
            numbers(measured.all(seed, DRAWN + ".held_out")),
            numbers(measured.allTested(seed, DRAWN)));
  }

  private static double[] numbers(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void add(String what, String value, String beside) {
    lines.add(new Line(experiment.word(), what, value, beside, ""));
  }

  private String macs(String subject) {
    return format("%.1f%% of the MACs", 100 * measured.values(subject + ".macs").getMean());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
