package netadapt.train;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How many steps lie between two averagings.
 *
 * <p>Where it is not said, the first rounds are short and measured, and all others are as long as
 * leaves averaging a small share of the time. Everything follows from the log, so that a training
 * that is resumed goes on with rounds of the same length.
 *
 * @param stepsPerRound steps of each round; 0: to be measured
 */
public record RoundLength(int stepsPerRound) {
  /** Steps of a round that is measured. */
  static final int FIRST = 8;

  /** Rounds before the length is fixed. */
  static final int MEASURED = 8;

  /** Of these, rounds in which Spark and Java are still starting. */
  private static final int IGNORED = 3;

  /** What averaging may take of a round. */
  static final double SHARE = 0.03;

  /** With more steps than this, workers' weights go too far apart. */
  static final int MOST = 64;

  /** Steps of a training that no workers share. */
  int alone() {
    return stepsPerRound > 0 ? stepsPerRound : FIRST;
  }

  /**
   * Steps of the next round, at least 1.
   *
   * @param log of all rounds so far
   * @param stepsPerEpoch which a measured round does not exceed, unless an epoch is shorter than
   *     the rounds that are measured
   */
  int next(List<TrainingRound> log, int stepsPerEpoch) {
    if (stepsPerRound > 0) {
      return stepsPerRound;
    }
    if (log.size() < MEASURED) {
      return FIRST;
    }
    if (log.size() > MEASURED) {
      return (int) (log.get(MEASURED).step() - log.get(MEASURED - 1).step());
    }
    double averaging = median(log, TrainingRound::averagingSeconds);
    double step = median(log, round -> round.inputSeconds() + round.computeSeconds()) / FIRST;
    double wanted = Math.ceil(averaging * (1 - SHARE) / (step * SHARE));
    return (int) Math.max(FIRST, Math.min(wanted, Math.min(MOST, stepsPerEpoch)));
  }

  /** Steps of a training's rounds, but for shorter ones at its start and its end. */
  public static long of(List<TrainingRound> log) {
    int last = Math.max(0, log.size() - 2);
    return log.get(last).step() - (last == 0 ? 0 : log.get(last - 1).step());
  }

  private static double median(List<TrainingRound> log, ToDoubleFunction<TrainingRound> seconds) {
    double[] sorted = log.stream().skip(IGNORED).mapToDouble(seconds).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
