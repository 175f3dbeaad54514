package netadapt.report;

import java.awt.BasicStroke;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import netadapt.report.LossCurve.Point;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How the super-network and the network found were trained: loss and learning rate by step, and
 * what accuracy the shared weights came to.
 */
final class TrainingSection {
  private static final int POINTS = 400;

  private TrainingSection() {}

  static Html html(RunContents run) {
    return Html.element(
        "section",
        Html.element("h2", Html.text("Training")),
        training("Super-network", "supernet", "train-supernet", run.supernet()),
        AccuracyPicture.ofSupernet(run.accuracy()),
        training("Network found", "found", "train", run.found()),
        AccuracyPicture.ofNetwork(run.foundAccuracy()));
  }

  private static Html training(String heading, String id, String command, LossCurve log) {
    Html title = Html.element("h3", Html.text(heading));
    if (log.points().isEmpty()) {
      return Html.join(List.of(title, Html.notDone(command, "how it was trained")));
    }
    LossCurve drawn = log.thinned(POINTS);
    Html loss =
        curve(id + "-loss", "loss", "Loss, mean of the rounds at each point", drawn, Point::loss);
    Html rate = curve(id + "-rate", "learning rate", "Learning rate", drawn, Point::learningRate);
    return Html.join(
        List.of(
            title,
            Html.paragraph(summary(log)),
            Html.element("div", Map.of("class", "pair"), loss, rate)));
  }

  private static String summary(LossCurve log) {
    Point last = log.last();
    return "%s steps in %s epochs, %s images in %s (%s images per second); last loss %s."
        .formatted(
            Numbers.amount(last.step()),
            Numbers.amount(last.epoch() + 1L),
            Numbers.amount(log.images()),
            Numbers.duration(log.seconds()),
            Numbers.rate(log.images() / Math.max(log.seconds(), 1e-3)),
            Numbers.loss(last.loss()));
  }

  private static Html curve(
      String id, String what, String caption, LossCurve log, ToDoubleFunction<Point> value) {
    LossCurve finite = log.where(point -> Double.isFinite(value.applyAsDouble(point)));
    if (finite.points().isEmpty()) {
      return Html.paragraph("The %s was never a number that can be drawn.".formatted(what));
    }
    String alternative =
        "%s by step, from %s to %s."
            .formatted(
                what,
                Numbers.significant(value.applyAsDouble(finite.points().get(0))),
                Numbers.significant(value.applyAsDouble(finite.last())));
    return Picture.figure(id, alternative, caption, () -> chart(what, finite, value));
  }

  private static XYChart chart(String what, LossCurve log, ToDoubleFunction<Point> value) {
    double[] steps = log.points().stream().mapToDouble(Point::step).toArray();
    Scale scale = Scale.of(steps[steps.length - 1]);
    XYChart chart = Charts.curves(560, 320, "step" + scale.name(), what);
    chart.getStyler().setLegendVisible(false);
    double[] values = log.points().stream().mapToDouble(value).toArray();
    XYSeries series = chart.addSeries(what, scale.of(steps), values);
    series.setLineColor(Palette.ACCENT.color());
    series.setLineStyle(new BasicStroke(2));
    series.setMarker(SeriesMarkers.NONE);
    // Unseen: where all points are equally far apart, ticks would be at odd numbers of steps.
    double[] start = scale.of(new double[] {0, steps[0] / 3});
    XYSeries origin = chart.addSeries("start", start, new double[] {values[0], values[0]});
    origin.setLineColor(Palette.clear());
    origin.setMarker(SeriesMarkers.NONE);
    return chart;
  }
}
