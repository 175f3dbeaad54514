package netadapt.train;

import java.io.Serializable;

/**
 * How long a training is, and what happens how often.
 *
 * @param epochs passes over the training images, at least 1
 * @param batch images of one worker's minibatch, at least 1
 * @param stepsPerRound minibatches of a worker between two averagings; 0: as many as leave
 *     averaging a small share of the time
 * @param checkpointRounds rounds between two checkpoints, at least 1
 */
public record Pace(int epochs, int batch, int stepsPerRound, int checkpointRounds)
    implements Serializable {
  RoundLength roundLength() {
    return new RoundLength(stepsPerRound);
  }
}
