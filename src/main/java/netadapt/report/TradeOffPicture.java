package netadapt.report;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import netadapt.run.FrontRow;
import netadapt.run.SampleRow;
import netadapt.run.TrajectoryRow;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Score against resource: every sample, the winners on their way down, the front, the budgets. */
final class TradeOffPicture {
  private final List<TrajectoryRow> winners;
  private final List<SampleRow> samples;
  private final List<FrontRow> front;
  private final double[] budgets;
  private final String metric;
  private final Scale scale;

  /**
   * @param run with at least one iteration
   */
  TradeOffPicture(RunContents run) {
    this.winners = run.trajectory();
    this.samples =
        run.samples().stream().filter(sample -> !sample.failed() && !sample.dropped()).toList();
    this.front = run.front();
    this.budgets =
        NetworkFacts.found(run).stream()
            .flatMapToDouble(network -> network.budget().stream())
            .distinct()
            .sorted()
            .toArray();
    this.metric = winners.get(0).metric();
    this.scale = Scale.of(winners.get(0).resource());
  }

  Html html() {
    TrajectoryRow first = winners.get(0);
    TrajectoryRow last = winners.get(winners.size() - 1);
    String across = Numbers.metric(metric);
    String alternative =
        "Score against %s. The winners go from %s with score %s down to %s with score %s."
            .formatted(
                across,
                Numbers.amount(first.resource()),
                Numbers.accuracy(first.score()),
                Numbers.amount(last.resource()),
                Numbers.accuracy(last.score()));
    String caption =
        "Score against %s: the winner of each iteration, from the initial network on the right,"
                .formatted(across)
            + " and every sample scored on all images. A dashed line is a budget."
            + (front.isEmpty() ? "" : " The front is the best network of the run at every cost.");
    return Picture.figure("trade-off", alternative, caption, this::chart);
  }

  private XYChart chart() {
    String across = Numbers.metric(metric) + scale.name();
    XYChart chart = Charts.curves(960, 480, across, "score");
    chart.getStyler().setYAxisDecimalPattern("0.##%");
    chart.getStyler().setMarkerSize(6);
    addSamples(chart);
    addBudgets(chart);
    addWinners(chart);
    addFront(chart);
    return chart;
  }

  private void addSamples(XYChart chart) {
    if (!samples.isEmpty()) {
      XYSeries series =
          chart.addSeries(
              "samples",
              scale.of(samples.stream().mapToDouble(row -> row.costs().of(metric)).toArray()),
              samples.stream().mapToDouble(row -> row.score().orElseThrow()).toArray());
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setMarkerColor(Palette.FAINT.color());
    }
  }

  private void addWinners(XYChart chart) {
    XYSeries series =
        chart.addSeries(
            "winners",
            scale.of(winners.stream().mapToDouble(TrajectoryRow::resource).toArray()),
            winners.stream().mapToDouble(TrajectoryRow::score).toArray());
    series.setLineColor(Palette.ACCENT.color());
    series.setLineStyle(new BasicStroke(2));
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(Palette.ACCENT.color());
  }

  /** Points without a line: a front of expected scores goes up and down in measured ones. */
  private void addFront(XYChart chart) {
    if (!front.isEmpty()) {
      XYSeries series =
          chart.addSeries(
              "front",
              scale.of(front.stream().mapToDouble(row -> row.costs().of(metric)).toArray()),
              front.stream().mapToDouble(FrontRow::score).toArray());
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
      series.setMarker(SeriesMarkers.DIAMOND);
      series.setMarkerColor(Palette.FRONT.color());
    }
  }

  /** One series of upright lines, with a gap after each. */
  private void addBudgets(XYChart chart) {
    if (budgets.length == 0) {
      return;
    }
    double low = scores().min().orElseThrow();
    double high = scores().max().orElseThrow();
    List<Double> across = new ArrayList<>();
    List<Double> up = new ArrayList<>();
    for (double budget : scale.of(budgets)) {
      across.addAll(List.of(budget, budget, budget));
      up.addAll(List.of(low, high, Double.NaN));
    }
    XYSeries series = chart.addSeries("budgets", across, up);
    series.setLineColor(Palette.BUDGET.color());
    series.setLineStyle(
        new BasicStroke(
            1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 10, new float[] {6, 4}, 0));
    series.setMarker(SeriesMarkers.NONE);
  }

  private DoubleStream scores() {
    return DoubleStream.concat(
        winners.stream().mapToDouble(TrajectoryRow::score),
        samples.stream().mapToDouble(row -> row.score().orElseThrow()));
  }
}
