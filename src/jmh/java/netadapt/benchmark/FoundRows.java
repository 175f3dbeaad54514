package netadapt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** The rows about the networks that searches find, trained alone. */
final class FoundRows {
  private static final int SEEDS = 3;
  private static final int TRAININGS = 1;
  private static final int DRAWN = 8;

  private final Map<String, Double> said;
  private final int seeds;

  private FoundRows(Map<String, Double> said, int seeds) {
    this.said = said;
    this.seeds = seeds;
  }

  /** {@link FoundNetworks}. */
  static List<Line> found(Effort effort) {
    int seeds = effort.of(SEEDS, 1);
    Map<String, Double> said =
        Child.run(
            FoundNetworks.class,
            List.of(),
            1,
            effort.file("found.log"),
            (name, value) -> System.err.println(name + "=" + value),
            effort.file("found").toString(),
            Integer.toString(seeds),
            Integer.toString(effort.of(TRAININGS, 1)),
            Integer.toString(effort.of(DRAWN, 2)));
    return new FoundRows(said, seeds).lines();
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (FoundBy way : FoundBy.values()) {
      lines.add(accuracy(way.title(), way.word(), searched(way)));
      lines.add(overDrawn(way));
    }
    lines.add(drawn());
    lines.add(accuracy("uniformly scaled network", "scaled", macs("scaled")));
    lines.add(accuracy("initial network", "initial", ""));
    return lines;
  }

  private String searched(FoundBy way) {
    return String.format(
        Locale.ROOT,
        "%s, held-out with shared weights %.1f%%, %,.0f networks scored",
        macs(way.word()),
        100 * bySeed(seed -> value(seed, way.word() + ".held_out")).getMean(),
        bySeed(seed -> value(seed, way.word() + ".networks")).getMean());
  }

  /** The mean over the super-networks' seeds, of each of which it is that of its trainings. */
  private Line accuracy(String what, String subject, String beside) {
    SummaryStatistics means = bySeed(seed -> tested(seed, subject).getMean());
    return line(what, percent(means), beside);
  }

  private Line overDrawn(FoundBy way) {
    SummaryStatistics more =
        bySeed(seed -> tested(seed, way.word()).getMean() - tested(seed, "drawn").getMean());
    String value =
        String.format(
            Locale.ROOT,
            "%+.2f ± %.2f points",
            100 * more.getMean(),
            100 * ConfidenceInterval.half(more));
    return line(way.title() + " over random networks", value, "");
  }

  private Line drawn() {
    SummaryStatistics all = new SummaryStatistics();
    for (int seed = 1; seed <= seeds; seed++) {
      values("seed.%d.drawn.tested.".formatted(seed)).forEach(all::addValue);
    }
    String beside =
        String.format(
            Locale.ROOT,
            "%s, %.2f%% to %.2f%% of %d",
            macs("drawn"),
            100 * all.getMin(),
            100 * all.getMax(),
            all.getN());
    return line("random networks", percent(all), beside);
  }

  private static Line line(String what, String value, String beside) {
    System.err.println(what + ": " + value + (beside.isEmpty() ? "" : "; " + beside));
    return new Line("found", what, value, beside, "");
  }

  private static String percent(SummaryStatistics shares) {
    return String.format(
        Locale.ROOT,
        "%.2f ± %.2f%%",
        100 * shares.getMean(),
        100 * ConfidenceInterval.half(shares));
  }

  private String macs(String subject) {
    double share = bySeed(seed -> value(seed, subject + ".macs")).getMean();
    return String.format(Locale.ROOT, "%.1f%% of the MACs", 100 * share);
  }

  private SummaryStatistics bySeed(IntToDoubleFunction value) {
    SummaryStatistics values = new SummaryStatistics();
    IntStream.rangeClosed(1, seeds).mapToDouble(value).forEach(values::addValue);
    return values;
  }

  private double value(int seed, String name) {
    return said.get("seed.%d.%s".formatted(seed, name));
  }

  private SummaryStatistics tested(int seed, String subject) {
    SummaryStatistics values = new SummaryStatistics();
    values("seed.%d.%s.tested.".formatted(seed, subject)).forEach(values::addValue);
    return values;
  }

  private List<Double> values(String prefix) {
    return said.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .toList();
  }
}
