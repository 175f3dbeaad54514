package netadapt.train;

import java.io.Serializable;

/**
 * What a worker brings back from a round.
 *
 * @param state after its minibatches
 * @param lossSum of the minibatches' losses
 * @param minibatches how many there were; a worker without any is not averaged
 * @param inputSeconds waited for them
 * @param computeSeconds trained on them
 */
record WorkerResult(
    WorkerState state, double lossSum, int minibatches, double inputSeconds, double computeSeconds)
    implements Serializable {

  /** From the first minibatch asked for to the last one trained on. */
  double seconds() {
    return inputSeconds + computeSeconds;
  }
}
