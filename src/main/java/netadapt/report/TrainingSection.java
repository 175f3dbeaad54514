package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import netadapt.report.TrainingCurve.Scored;
import netadapt.task.ScoreUnit;

/** How the super-network and the networks of the results were trained, step by step. */
final class TrainingSection {
  private TrainingSection() {}

  static Html html(RunContents run) {
    return Html.section(
        "training",
        "Training",
        Html.element("h3", Html.text("Super-network")),
        supernet(run.supernet(), run.unit()),
        Html.element("h3", Html.text("Networks trained by themselves")),
        networks(run.networks(), run.unit()));
  }

  private static Html supernet(TrainingCurve training, ScoreUnit unit) {
    if (training.isEmpty()) {
      return Html.notDone("train-supernet", "how it was trained");
    }
    List<Html> pieces = new ArrayList<>();
    pieces.add(Html.paragraph(summary(training)));
    List<Scored> scored = training.sharedAccuracies();
    if (!scored.isEmpty()) {
      String came =
          "With the shared weights the full network came to %s on the held-out images, that with half of all filters to %s, that with a quarter to %s."
              .formatted(
                  last(scored, "full", unit),
                  last(scored, "half", unit),
                  last(scored, "quarter", unit));
      pieces.add(Html.paragraph(came));
      pieces.add(
          Curve.ACCURACY.figure(
              "supernet-accuracy",
              "supernet_accuracy",
              unit,
              came,
              name(unit)
                  + " on held-out images with the averaged weights, after epochs: of the full"
                  + " network, and of those with half and a quarter of all filters and the smallest"
                  + " kernels."));
    }
    pieces.add(
        pair(
            drawable(List.of(training))
                ? Curve.LOSS.figure(
                    "supernet-loss",
                    "supernet",
                    unit,
                    ends("loss", training, TrainingCurve.Point::loss),
                    "Loss, mean of the rounds at each point.")
                : never("loss"),
            Curve.RATE.figure(
                "supernet-rate",
                "supernet",
                unit,
                ends("learning rate", training, TrainingCurve.Point::learningRate),
                "Learning rate.")));
    return Html.join(pieces);
  }

  private static Html networks(List<TrainingCurve> trainings, ScoreUnit unit) {
    if (trainings.isEmpty()) {
      return Html.notDone("train", "how they were trained");
    }
    List<Html> pieces = new ArrayList<>();
    pieces.add(table(trainings, unit));
    boolean scored = trainings.stream().anyMatch(one -> !one.accuracies().isEmpty());
    String names = trainings.stream().map(TrainingCurve::name).collect(Collectors.joining("; "));
    if (scored) {
      pieces.add(
          Curve.ACCURACY.figure(
              "networks-accuracy",
              "networks_accuracy",
              unit,
              name(unit)
                  + " on held-out images by step of "
                  + names
                  + "; the table has the numbers.",
              name(unit)
                  + " on held-out images with the averaged weights, after epochs. The held-out"
                  + " images have chosen the network that was found: the test images decide."));
    }
    pieces.add(
        drawable(trainings)
            ? Curve.LOSS.figure(
                "networks-loss",
                "networks",
                unit,
                "Loss by step of " + names + ".",
                "Loss, mean of the rounds at each point.")
            : never("loss"));
    return Html.join(pieces);
  }

  private static String summary(TrainingCurve training) {
    return "%s steps in %s epochs, %s images in %s (%s images per second); last loss %s."
        .formatted(
            Numbers.amount(training.last().step()),
            Numbers.amount(training.last().epoch() + 1L),
            Numbers.amount(training.images()),
            Numbers.duration(training.seconds()),
            Numbers.rate(training.images() / Math.max(training.seconds(), 1e-3)),
            Numbers.loss(training.last().loss()));
  }

  private static Html table(List<TrainingCurve> trainings, ScoreUnit unit) {
    HtmlTable table =
        new HtmlTable(
            "Networks that were trained by themselves; best and last score are of the held-out images",
            List.of(
                "Network", "Epochs", "Steps", "Images", "Time", "Last loss", "Last score", "Best"));
    for (TrainingCurve training : trainings) {
      List<Scored> scored = training.accuracies();
      OptionalDouble best = scored.stream().mapToDouble(Scored::accuracy).max();
      table.row(
          List.of(
              training.name(),
              Numbers.amount(training.last().epoch() + 1L),
              Numbers.amount(training.last().step()),
              Numbers.amount(training.images()),
              Numbers.duration(training.seconds()),
              Numbers.loss(training.last().loss()),
              scored.isEmpty() ? "–" : unit.text(scored.get(scored.size() - 1).accuracy()),
              best.isPresent() ? unit.text(best.getAsDouble()) : "–"));
    }
    return table.html();
  }

  private static String name(ScoreUnit unit) {
    return Numbers.capitalized(unit.noun());
  }

  private static String last(List<Scored> scored, String name, ScoreUnit unit) {
    return scored.stream()
        .filter(one -> one.name().equals(name))
        .reduce((before, after) -> after)
        .map(one -> unit.text(one.accuracy()))
        .orElse("no number");
  }

  private static String ends(
      String what, TrainingCurve training, ToDoubleFunction<TrainingCurve.Point> value) {
    List<TrainingCurve.Point> points = training.points();
    return "%s by step, from %s to %s."
        .formatted(
            Numbers.capitalized(what),
            Numbers.significant(value.applyAsDouble(points.get(0))),
            Numbers.significant(value.applyAsDouble(points.get(points.size() - 1))));
  }

  private static Html pair(Html... figures) {
    return Html.element("div", Map.of("class", "pair"), figures);
  }

  /** What stands in place of a curve without a number. */
  private static Html never(String what) {
    return Html.paragraph("The %s was never a number that can be drawn.".formatted(what));
  }

  private static boolean drawable(List<TrainingCurve> trainings) {
    return trainings.stream()
        .flatMap(training -> training.points().stream())
        .anyMatch(point -> Double.isFinite(point.loss()));
  }
}
