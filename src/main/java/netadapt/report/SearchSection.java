package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import netadapt.run.Provenance;
import netadapt.run.SampleRow;
import netadapt.run.TrajectoryRow;

/** How the search went: its trade-off curve and its trajectory. */
final class SearchSection {
  private SearchSection() {}

  static Html html(RunContents run) {
    Html title = Html.element("h2", Html.text("Search"));
    if (!run.searched()) {
      return Html.element("section", title, Html.notDone("search", "the trade-off curve"));
    }
    return Html.element(
        "section",
        title,
        Html.paragraph(summary(run.trajectory())),
        scoring(run.samples()),
        racing(run.samples()),
        new TradeOffPicture(run).html(),
        FrontTable.html(run),
        table(run.trajectory()));
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
                        batchNorm(sample.provenance())))
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

  private static String batchNorm(Provenance scores) {
    return scores.calibrationImages() == 0
        ? scores.batchNorm() + " batch normalisation"
        : "batch normalisation %s on %s training images"
            .formatted(scores.batchNorm(), Numbers.amount((long) scores.calibrationImages()));
  }

  private static Html table(List<TrajectoryRow> winners) {
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
                + " of a score, both in points",
            header);
    winners.forEach(winner -> table.row(row(winner, counted)));
    return table.html();
  }

  private static List<String> row(TrajectoryRow winner, boolean counted) {
    List<String> row = new ArrayList<>();
    row.add(Integer.toString(winner.iteration()));
    row.add(Numbers.amount(winner.target()));
    if (!counted) {
      row.add(Numbers.amount(winner.resource()));
    }
    row.add(Numbers.amount(winner.costs().macs()));
    row.add(Numbers.amount(winner.costs().params()));
    row.add(Numbers.accuracy(winner.score()));
    boolean several = winner.scoreSpread() > 0;
    row.add(several ? Numbers.hundredths(100 * winner.scoreSpread()) : "");
    row.add(several ? Numbers.hundredths(100 * winner.scoreError()) : "");
    row.add(Integer.toString(winner.samples()));
    row.add(Integer.toString(winner.failed()));
    row.add(winner.budgetMet().isPresent() ? Numbers.amount(winner.budgetMet().getAsDouble()) : "");
    row.add(Numbers.duration(winner.seconds()));
    return row;
  }
}
