package netadapt.report;

import java.util.List;
import netadapt.run.SampleRow;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Every sample's score against its expected score. */
final class ScorePicture {
  private final List<SampleRow> samples;
  private final List<SampleRow> winners;

  /**
   * @param samples with a score and an expected one; at least one
   */
  ScorePicture(List<SampleRow> samples) {
    this.samples = samples;
    this.winners = samples.stream().filter(SampleRow::selected).toList();
  }

  Html html() {
    long lucky = winners.stream().filter(row -> measured(row) > expected(row)).count();
    String alternative =
        "Score against expected score of %s samples. Of %s winners, %s have a higher score than expected."
            .formatted(
                Numbers.amount((long) samples.size()),
                Numbers.amount((long) winners.size()),
                Numbers.amount(lucky));
    String caption =
        "Every sample's score against its expected score, given all scores up to its iteration."
            + " Above the line, where both are equal, are networks that were lucky.";
    return Picture.figure("scores", alternative, caption, this::chart);
  }

  private XYChart chart() {
    XYChart chart = Charts.curves(960, 480, "expected score", "score");
    chart.getStyler().setXAxisDecimalPattern("0.##%");
    chart.getStyler().setYAxisDecimalPattern("0.##%");
    chart.getStyler().setMarkerSize(6);
    add(chart, "samples", samples, Palette.FAINT);
    addEqual(chart);
    if (!winners.isEmpty()) {
      add(chart, "winners", winners, Palette.ACCENT);
    }
    return chart;
  }

  private static void add(XYChart chart, String name, List<SampleRow> rows, Palette colour) {
    XYSeries series =
        chart.addSeries(
            name,
            rows.stream().mapToDouble(ScorePicture::expected).toArray(),
            rows.stream().mapToDouble(ScorePicture::measured).toArray());
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(colour.color());
  }

  private void addEqual(XYChart chart) {
    double[] ends = {
      samples.stream().mapToDouble(ScorePicture::expected).min().orElseThrow(),
      samples.stream().mapToDouble(ScorePicture::expected).max().orElseThrow()
    };
    XYSeries series = chart.addSeries("equal", ends, ends);
    series.setLineColor(Palette.MUTED.color());
    series.setLineStyle(Charts.thin());
    series.setMarker(SeriesMarkers.NONE);
  }

  private static double expected(SampleRow row) {
    return row.expectedScore().orElseThrow();
  }

  private static double measured(SampleRow row) {
    return row.score().orElseThrow();
  }
}
