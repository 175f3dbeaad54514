package netadapt.train;

import java.io.Serializable;

/**
 * How a round went for one worker.
 *
 * @param minibatches how many it trained on, at least 0
 * @param lossSum of their losses
 * @param inputSeconds waited for them
 * @param computeSeconds trained on them
 */
public record WorkerStats(
    int minibatches, double lossSum, double inputSeconds, double computeSeconds)
    implements Serializable {

  /** From the first minibatch asked for to the last one trained on. */
  double seconds() {
    return inputSeconds + computeSeconds;
  }
}
