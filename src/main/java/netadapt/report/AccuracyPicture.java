package netadapt.report;

import java.awt.BasicStroke;
import java.util.List;
import java.util.stream.Collectors;
import netadapt.report.AccuracyCurve.Line;
import netadapt.report.AccuracyCurve.Point;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How accurate networks became on held-out images while their weights were trained. */
final class AccuracyPicture {
  private final AccuracyCurve curve;

  /**
   * @param curve with at least one line
   */
  private AccuracyPicture(AccuracyCurve curve) {
    this.curve = curve;
  }

  /**
   * With the shared weights, the full, the half and the quarter network.
   *
   * @param curve of these; nothing is drawn of an empty one
   */
  static Html ofSupernet(AccuracyCurve curve) {
    if (curve.lines().isEmpty()) {
      return Html.join(List.of());
    }
    String sentence =
        "With the shared weights the full network came to %s of the held-out images, that with half of all filters to %s, that with a quarter to %s."
            .formatted(curve.lines().stream().map(line -> Numbers.accuracy(line.last())).toArray());
    String caption =
        "Accuracy on held-out images with the averaged weights, after epochs: of the full network, and"
            + " of those with half and a quarter of all filters and the smallest kernels.";
    return new AccuracyPicture(curve).html("supernet-accuracy", sentence, caption);
  }

  /**
   * Of a network that was trained by itself.
   *
   * @param curve of it; nothing is drawn of an empty one
   */
  static Html ofNetwork(AccuracyCurve curve) {
    if (curve.lines().isEmpty()) {
      return Html.join(List.of());
    }
    Line line = curve.lines().get(0);
    String sentence =
        "On the held-out images, by which it was chosen, it had %s after the last epoch and %s after the best one."
            .formatted(Numbers.accuracy(line.last()), Numbers.accuracy(line.best()));
    String caption = "Accuracy on held-out images with the averaged weights, after epochs.";
    return new AccuracyPicture(curve).html("found-accuracy", sentence, caption);
  }

  private Html html(String id, String sentence, String caption) {
    String alternative =
        curve.lines().stream()
            .map(
                line ->
                    "%s from %s to %s"
                        .formatted(
                            line.name(),
                            Numbers.accuracy(line.first()),
                            Numbers.accuracy(line.last())))
            .collect(Collectors.joining(", ", "accuracy by step: ", "."));
    return Html.join(
        List.of(Html.paragraph(sentence), Picture.figure(id, alternative, caption, this::chart)));
  }

  private XYChart chart() {
    List<Point> points = curve.lines().get(0).points();
    Scale scale = Scale.of(points.get(points.size() - 1).step());
    XYChart chart = Charts.curves(960, 360, "step" + scale.name(), "accuracy");
    chart.getStyler().setYAxisDecimalPattern("0.##%");
    chart.getStyler().setMarkerSize(4);
    curve.lines().forEach(line -> add(chart, line, scale));
    return chart;
  }

  private static void add(XYChart chart, Line line, Scale scale) {
    double[] steps = line.points().stream().mapToDouble(Point::step).toArray();
    double[] accuracies = line.points().stream().mapToDouble(Point::accuracy).toArray();
    XYSeries series = chart.addSeries(line.name(), scale.of(steps), accuracies);
    series.setLineColor(line.colour().color());
    series.setLineStyle(new BasicStroke(2));
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(line.colour().color());
  }
}
