package netadapt.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import netadapt.run.SampleRow;
import netadapt.run.TrajectoryRow;
import netadapt.run.WrittenArchitecture.Layer;
import netadapt.task.ScoreUnit;

/** How the search went: its trade-off curve and its trajectory. */
final class SearchSection {
  private static final double LEAST_SPREAD = 0.01;

  private SearchSection() {}

  static Html html(RunContents run) {
    if (!run.searched()) {
      return Html.section("search", "Search", Html.notDone("search", "the trade-off curve"));
    }
    return Html.section(
        "search",
        "Search",
        Html.paragraph(summary(run.trajectory())),
        scoring(run.samples()),
        racing(run.samples()),
        tradeOff(run),
        Html.element("div", Map.of("id", "replay")),
        widths(run),
        run.front().isEmpty()
            ? Html.NOTHING
            : Html.details(
                "front", "The front: the best network at every cost", FrontTable.html(run)),
        Html.details("iterations", "Every iteration", table(run.trajectory(), run.unit())));
  }

  private static Html tradeOff(RunContents run) {
    TrajectoryRow first = run.trajectory().get(0);
    TrajectoryRow last = run.trajectory().get(run.trajectory().size() - 1);
    String metric = Numbers.metric(run.metric());
    String alternative =
        "Score against %s. The winners go from %s with score %s down to %s with score %s."
            .formatted(
                metric,
                Numbers.amount(first.resource()),
                run.unit().text(first.score()),
                Numbers.amount(last.resource()),
                run.unit().text(last.score()));
    String caption =
        "Score against %s: the winner of each iteration, from the initial network on the right,"
                .formatted(metric)
            + " and every sample scored on all images. A dashed line is a budget."
            + (run.front().isEmpty()
                ? ""
                : " The front is the best network of the run at every cost.")
            + " Poor and very small samples are outside of what is shown: zoom out to see them. Drag with the mouse to move, scroll with Ctrl to zoom; click a point for its layers.";
    return Chart.figure("trade-off", "trade-off", words(run), alternative, caption);
  }

  /** Where the winners are, with some room around them: poor samples may be far below. */
  private static Map<String, String> words(RunContents run) {
    DoubleSummaryStatistics scores =
        run.trajectory().stream().mapToDouble(TrajectoryRow::score).summaryStatistics();
    DoubleSummaryStatistics costs =
        run.trajectory().stream().mapToDouble(TrajectoryRow::resource).summaryStatistics();
    NetworkFacts.found(run).forEach(found -> found.budget().ifPresent(costs::accept));
    double height = Math.max(scores.getMax() - scores.getMin(), LEAST_SPREAD);
    double width = Math.max(costs.getMax() - costs.getMin(), LEAST_SPREAD * costs.getMax());
    return Chart.ofScores(
        run.unit(),
        Map.of(
            "metric", Numbers.metric(run.metric()),
            "format", Numbers.axis(run.metric()),
            "low", Double.toString(run.unit().bounded(scores.getMin() - 2 * height)),
            "high", Double.toString(run.unit().bounded(scores.getMax() + height / 2)),
            "left", Double.toString(costs.getMin() - width / 10),
            "right", Double.toString(costs.getMax() + width / 50)));
  }

  private static Html widths(RunContents run) {
    List<Layer> layers = run.trajectory().get(0).architecture().layers();
    String alternative =
        "How much each of the %s layers keeps in the winner of each of the %s iterations."
            .formatted(layers.size(), run.trajectory().size());
    return Chart.figure(
        "widths",
        "widths",
        Map.of(),
        alternative,
        "Filters that every layer keeps, iteration by iteration: full at first, × where none is left.");
  }

  private static String summary(List<TrajectoryRow> winners) {
    return "%s iterations after the initial network, %s samples, %s of them failed, in %s."
        .formatted(
            Numbers.amount(winners.size() - 1L),
            Numbers.amount(winners.stream().mapToLong(TrajectoryRow::samples).sum()),
            Numbers.amount(winners.stream().mapToLong(TrajectoryRow::failed).sum()),
            Numbers.duration(winners.stream().mapToDouble(TrajectoryRow::seconds).sum()));
  }

  private static Html scoring(List<SampleRow> samples) {
    return samples.stream()
        .filter(sample -> !sample.failed())
        .findFirst()
        .map(
            sample ->
                "The score is %s on %s held-out images, with %s."
                    .formatted(
                        sample.provenance().scoreMetric(),
                        Numbers.amount(sample.images()),
                        ProtocolSection.statistics(sample.provenance())))
        .map(Html::paragraph)
        .orElse(Html.NOTHING);
  }

  private static Html racing(List<SampleRow> samples) {
    List<SampleRow> dropped = samples.stream().filter(SampleRow::dropped).toList();
    if (dropped.isEmpty()) {
      return Html.NOTHING;
    }
    double seen = dropped.stream().mapToLong(SampleRow::images).average().orElseThrow();
    return Html.paragraph(
        "%s samples left the race early, as they could hardly be the best: after %s images on average."
            .formatted(Numbers.amount((long) dropped.size()), Numbers.amount(Math.round(seen))));
  }

  private static Html table(List<TrajectoryRow> winners, ScoreUnit unit) {
    String metric = winners.get(0).metric();
    boolean counted = metric.equals("macs") || metric.equals("params");
    List<String> header = new ArrayList<>(List.of("Iteration", "Target"));
    if (!counted) {
      header.add(Numbers.metric(metric));
    }
    header.addAll(
        List.of(
            "MACs",
            "Parameters",
            "Score",
            "Spread",
            "Noise",
            "Samples",
            "Failed",
            "Budget met",
            "Time"));
    HtmlTable table =
        new HtmlTable(
            "Trajectory: the winner of each iteration; targets and budgets in "
                + Numbers.metric(metric)
                + ". Spread: the standard deviation of its samples' scores; noise: the standard error"
                + " of a score"
                + (unit.isShare() ? ", both in points" : ""),
            header);
    winners.forEach(winner -> table.row(row(winner, counted, unit)));
    return table.html();
  }

  private static List<String> row(TrajectoryRow winner, boolean counted, ScoreUnit unit) {
    List<String> row = new ArrayList<>();
    row.add(Integer.toString(winner.iteration()));
    row.add(Numbers.amount(winner.target()));
    if (!counted) {
      row.add(Numbers.amount(winner.resource()));
    }
    row.add(Numbers.amount(winner.costs().macs()));
    row.add(Numbers.amount(winner.costs().params()));
    row.add(unit.text(winner.score()));
    boolean several = winner.scoreSpread() > 0;
    row.add(several ? unit.plain(winner.scoreSpread()) : "");
    row.add(several ? unit.plain(winner.scoreError()) : "");
    row.add(Integer.toString(winner.samples()));
    row.add(Integer.toString(winner.failed()));
    row.add(winner.budgetMet().isPresent() ? Numbers.amount(winner.budgetMet().getAsDouble()) : "");
    row.add(Numbers.duration(winner.seconds()));
    return row;
  }
}
