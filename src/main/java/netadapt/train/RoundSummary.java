package netadapt.train;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * How a round went for all workers together.
 *
 * @param loss mean over all minibatches
 * @param minibatches of all workers
 * @param inputSeconds the slowest worker waited for minibatches
 * @param computeSeconds the slowest worker trained on them
 */
public record RoundSummary(double loss, int minibatches, double inputSeconds, double computeSeconds)
    implements Serializable {

  /**
   * @param workers in the order of their numbers, at least one
   */
  static RoundSummary of(List<WorkerStats> workers) {
    WorkerStats slowest =
        workers.stream().max(Comparator.comparingDouble(WorkerStats::seconds)).orElseThrow();
    int minibatches = workers.stream().mapToInt(WorkerStats::minibatches).sum();
    double losses = workers.stream().mapToDouble(WorkerStats::lossSum).sum();
    return new RoundSummary(
        losses / minibatches, minibatches, slowest.inputSeconds(), slowest.computeSeconds());
  }
}
