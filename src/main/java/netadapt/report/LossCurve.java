package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import netadapt.run.ParquetTable;
import netadapt.run.TrainingTable;

/**
 * How a training went, round by round.
 *
 * @param rounds in order; empty if there was no training
 */
record LossCurve(List<Round> rounds) {
  /** What is shown of a log, and so all that it must have. */
  static final ParquetTable TABLE =
      new ParquetTable(
          "training_log",
          List.of(
              TrainingTable.EPOCH,
              TrainingTable.STEP,
              TrainingTable.IMAGES,
              TrainingTable.LEARNING_RATE,
              TrainingTable.LOSS,
              TrainingTable.SECONDS));

  LossCurve {
    rounds = List.copyOf(rounds);
  }

  /**
   * One row.
   *
   * @param epoch from 0
   * @param step steps done after the round
   * @param images trained on in the round
   * @param loss mean over the round
   * @param seconds of the round
   */
  record Round(
      int epoch, long step, long images, double learningRate, double loss, double seconds) {
    static Round of(Map<String, Object> row) {
      return new Round(
          (int) row.get(TrainingTable.EPOCH.name()),
          (long) row.get(TrainingTable.STEP.name()),
          (int) row.get(TrainingTable.IMAGES.name()),
          (double) row.get(TrainingTable.LEARNING_RATE.name()),
          (double) row.get(TrainingTable.LOSS.name()),
          (double) row.get(TrainingTable.SECONDS.name()));
    }
  }

  Round last() {
    return rounds.get(rounds.size() - 1);
  }

  double seconds() {
    return rounds.stream().mapToDouble(Round::seconds).sum();
  }

  long images() {
    return rounds.stream().mapToLong(Round::images).sum();
  }

  /**
   * The same training in fewer points: each stands for as many neighbouring rounds, with their mean
   * loss and the step, epoch and learning rate of the last of them.
   *
   * @param points at least 1
   */
  LossCurve thinned(int points) {
    int group = (rounds.size() + points - 1) / points;
    List<Round> thinned = new ArrayList<>();
    for (int from = 0; from < rounds.size(); from += group) {
      thinned.add(merge(rounds.subList(from, Math.min(from + group, rounds.size()))));
    }
    return new LossCurve(thinned);
  }

  /** The rounds of which something holds. */
  LossCurve where(Predicate<Round> holds) {
    return new LossCurve(rounds.stream().filter(holds).toList());
  }

  private static Round merge(List<Round> group) {
    Round last = group.get(group.size() - 1);
    return new Round(
        last.epoch(),
        last.step(),
        group.stream().mapToLong(Round::images).sum(),
        last.learningRate(),
        group.stream().mapToDouble(Round::loss).average().orElseThrow(),
        group.stream().mapToDouble(Round::seconds).sum());
  }
}
