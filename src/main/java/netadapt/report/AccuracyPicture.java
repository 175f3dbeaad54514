package netadapt.report;

import java.awt.BasicStroke;
import java.util.List;
import java.util.function.ToDoubleFunction;
import netadapt.report.AccuracyCurve.Point;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How accurate the full, the half and the quarter network became with the shared weights. */
final class AccuracyPicture {
  private final AccuracyCurve curve;

  /**
   * @param curve with at least one point
   */
  AccuracyPicture(AccuracyCurve curve) {
    this.curve = curve;
  }

  Html html() {
    Point last = curve.last();
    String sentence =
        "With the shared weights the full network came to %s of the held-out images, that with half of all filters to %s, that with a quarter to %s."
            .formatted(
                Numbers.accuracy(last.full()),
                Numbers.accuracy(last.half()),
                Numbers.accuracy(last.quarter()));
    String alternative =
        "accuracy by step: full network from %s to %s, half from %s to %s, quarter from %s to %s."
            .formatted(
                from(Point::full),
                Numbers.accuracy(last.full()),
                from(Point::half),
                Numbers.accuracy(last.half()),
                from(Point::quarter),
                Numbers.accuracy(last.quarter()));
    String caption =
        "Accuracy on held-out images with the averaged weights, after epochs: of the full network, and"
            + " of those with half and a quarter of all filters and the smallest kernels.";
    return Html.join(
        List.of(
            Html.paragraph(sentence),
            Picture.figure("supernet-accuracy", alternative, caption, this::chart)));
  }

  private String from(ToDoubleFunction<Point> network) {
    return Numbers.accuracy(network.applyAsDouble(curve.points().get(0)));
  }

  private XYChart chart() {
    XYChart chart = Charts.curves(960, 360, "step" + scale().name(), "accuracy");
    chart.getStyler().setYAxisDecimalPattern("0.##%");
    chart.getStyler().setMarkerSize(4);
    add(chart, "full", Point::full, Palette.ACCENT);
    add(chart, "half", Point::half, Palette.FRONT);
    add(chart, "quarter", Point::quarter, Palette.BUDGET);
    return chart;
  }

  private Scale scale() {
    return Scale.of(curve.last().step());
  }

  private void add(XYChart chart, String name, ToDoubleFunction<Point> network, Palette colour) {
    double[] steps = curve.points().stream().mapToDouble(Point::step).toArray();
    double[] accuracies = curve.points().stream().mapToDouble(network).toArray();
    XYSeries series = chart.addSeries(name, scale().of(steps), accuracies);
    series.setLineColor(colour.color());
    series.setLineStyle(new BasicStroke(2));
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(colour.color());
  }
}
