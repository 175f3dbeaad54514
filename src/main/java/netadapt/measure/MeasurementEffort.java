package netadapt.measure;

import java.time.Duration;
import netadapt.BrokenRule;
import netadapt.onnx.OnnxStopwatch;

/**
 * How carefully networks are measured.
 *
 * @param threads that work on one image, at least 1
 * @param passes over all networks, in another order each, at least 3: a network that was disturbed
 *     in one of them is known by the others
 * @param runs of a network in each pass, at least 8; no more than 8 of networks so slow that these
 *     take a tenth of a second
 */
public record MeasurementEffort(int threads, int passes, int runs) {
  /** What is right for most machines. */
  public static final MeasurementEffort DEFAULT = new MeasurementEffort(1, 3, 30);

  static final int WARM_UP = 4; // runs
  static final int LEAST_RUNS = 8;
  static final Duration ENOUGH = Duration.ofMillis(100);

  public MeasurementEffort {
    require("threads", threads, 1);
    require("passes", passes, 3);
    require("runs", runs, LEAST_RUNS);
  }

  /** What models are timed by. */
  OnnxStopwatch stopwatch() {
    return new OnnxStopwatch(threads, WARM_UP);
  }

  /** How often a model is run in a pass. */
  OnnxStopwatch.Often often() {
    return new OnnxStopwatch.Often(LEAST_RUNS, runs, ENOUGH);
  }

  private static void require(String what, int value, int least) {
    if (value < least) {
      throw new BrokenRule(what, value, "at least " + least);
    }
  }
}
