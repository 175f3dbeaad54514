package netadapt.train;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How many steps lie between two averagings.
 *
 * <p>Where it is not said, the first rounds are short and measured, and all others are as long as
 * leaves averaging a small share of the time. Everything follows from the log: a training that is
 * resumed goes on with rounds of the length that it had, once there is a checkpoint that has one.
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
    double[] averagings = sorted(log, TrainingRound::averagingSeconds);
    double averaging = averagings[averagings.length / 2];
    // Steps become faster as Java compiles them.
    double step = sorted(log, round -> round.inputSeconds() + round.computeSeconds())[0] / FIRST;
    return usual(averaging, step, stepsPerEpoch);
  }

  /**
   * Steps of a training's usual rounds.
   *
   * @param averagingSeconds of a round
   * @param stepSeconds of a worker's step, more than 0
   * @param stepsPerEpoch which a measured round does not exceed, as of {@link #next}
   */
  int usual(double averagingSeconds, double stepSeconds, int stepsPerEpoch) {
    if (stepsPerRound > 0) {
      return stepsPerRound;
    }
    double wanted = Math.ceil(averagingSeconds * (1 - SHARE) / (stepSeconds * SHARE));
    return (int) Math.max(FIRST, Math.min(wanted, longest(stepsPerEpoch)));
  }

  /** The fewest rounds that a training of so many steps may have. */
  long fewest(long steps, int stepsPerEpoch) {
    long measured = Math.min(steps, (long) FIRST * MEASURED);
    return stepsPerRound > 0
        ? rounds(steps, stepsPerRound)
        : rounds(measured, FIRST) + rounds(steps - measured, longest(stepsPerEpoch));
  }

  /** The most rounds that a training of so many steps may have. */
  long most(long steps) {
    return rounds(steps, alone());
  }

  private static int longest(int stepsPerEpoch) {
    return Math.max(FIRST, Math.min(MOST, stepsPerEpoch));
  }

  private static long rounds(long steps, int length) {
    return (steps + length - 1) / length;
  }

  /** Whether the last round is the first one of the length that the measured ones gave. */
  boolean justMeasured(List<TrainingRound> log) {
    return stepsPerRound == 0 && log.size() == MEASURED + 1;
  }

  /** Steps of a training's rounds, but for shorter ones at its start and its end. */
  public static long of(List<TrainingRound> log) {
    int usual = Math.min(MEASURED, log.size() - 1);
    return log.get(usual).step() - (usual == 0 ? 0 : log.get(usual - 1).step());
  }

  private static double[] sorted(List<TrainingRound> log, ToDoubleFunction<TrainingRound> seconds) {
    return log.stream().skip(IGNORED).mapToDouble(seconds).sorted().toArray();
  }
}
