package netadapt.report;

import java.util.List;
import java.util.Map;
import netadapt.run.SampleRow;
import netadapt.task.ScoreUnit;

/** What a score is worth: how noisy it is, and how well it could be predicted. */
final class ScoreSection {
  private ScoreSection() {}

  /** The section; nothing before two networks are scored. */
  static Html html(RunContents run) {
    List<SampleRow> scored =
        run.samples().stream()
            .filter(row -> !row.failed() && !row.dropped() && row.expectedScore().isPresent())
            .toList();
    if (scored.size() < 2) {
      return Html.NOTHING;
    }
    return Html.section(
        "score",
        "What a score means",
        Html.paragraph(
            "A score is measured on a limited number of images, and so part of it is luck. The"
                + " expected score is what it would be without, as far as all scores of the search"
                + " together can tell."),
        Html.paragraph(sentence(Predictions.of(run.samples()), run.unit())),
        picture(scored, run.unit()));
  }

  private static Html picture(List<SampleRow> scored, ScoreUnit unit) {
    List<SampleRow> winners = scored.stream().filter(SampleRow::selected).toList();
    long lucky =
        winners.stream()
            .filter(row -> row.score().orElseThrow() > row.expectedScore().orElseThrow())
            .count();
    String alternative =
        "Score against expected score of %s samples. Of %s winners, %s have a higher score than expected."
            .formatted(
                Numbers.amount((long) scored.size()),
                Numbers.amount((long) winners.size()),
                Numbers.amount(lucky));
    return Chart.figure(
        "scores",
        "scores",
        Chart.ofScores(unit, Map.of()),
        alternative,
        "Every sample's score against its expected score, given all scores up to its iteration."
            + " Above the line, where both are equal, are networks that were lucky.");
  }

  private static String sentence(Predictions predictions, ScoreUnit unit) {
    if (Double.isNaN(predictions.correlation())) {
      return "How well scores can be predicted is not known yet: it takes networks with different"
          + " scores, from iteration 2 on.";
    }
    return ("Of %s networks that had not been scored before, from iteration 2 on, the scores were"
            + " predicted with an error of %s (root mean square) and a correlation of %s; the"
            + " standard error of their scores alone is %s.")
        .formatted(
            Numbers.amount((long) predictions.networks()),
            unit.difference(predictions.error()),
            Numbers.hundredths(predictions.correlation()),
            unit.difference(predictions.scoreError()));
  }
}
