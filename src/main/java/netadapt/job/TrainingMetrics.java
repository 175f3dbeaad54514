package netadapt.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.metrics.RunMetrics;
import netadapt.train.EpochAccuracy;
import netadapt.train.TrainingRound;

/** Records the rounds of one training, by the names of the training log's columns. */
final class TrainingMetrics {
  private final RunMetrics metrics;
  private final String series;
  private int recorded;

  /**
   * @param series what the training is called, such as {@code supernet}
   */
  TrainingMetrics(RunMetrics metrics, String series) {
    this.metrics = metrics;
    this.series = series;
  }

  /**
   * Records the rounds that were not there before: all, with the first call after the training is
   * resumed.
   *
   * @param log all rounds so far
   */
  void record(List<TrainingRound> log) {
    log.subList(recorded, log.size())
        .forEach(round -> metrics.record(series, round.step(), values(round)));
    recorded = log.size();
  }

  private static Map<String, Double> values(TrainingRound round) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("epoch", (double) round.epoch());
    values.put("loss", round.loss());
    values.put("learning_rate", round.learningRate());
    values.put("images_per_second", round.imagesPerSecond());
    values.put("seconds", round.seconds());
    values.put("input_seconds", round.inputSeconds());
    values.put("compute_seconds", round.computeSeconds());
    values.put("averaging_seconds", round.averagingSeconds());
    round.accuracy().ifPresent(accuracy -> add(accuracy, values));
    return values;
  }

  private static void add(EpochAccuracy accuracy, Map<String, Double> values) {
    Map<String, Double> networks =
        Map.of(
            "full_accuracy", accuracy.full(),
            "half_accuracy", accuracy.half(),
            "quarter_accuracy", accuracy.quarter());
    networks.forEach(
        (name, value) -> {
          if (!Double.isNaN(value)) {
            values.put(name, value);
          }
        });
  }
}
