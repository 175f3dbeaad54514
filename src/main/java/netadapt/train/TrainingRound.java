package netadapt.train;

/**
 * One row of the training log.
 *
 * @param round from 0
 * @param epoch of the round's last step, from 0
 * @param step steps of each worker done after the round
 * @param images trained on in the round by all workers
 * @param learningRate of the round's last step
 * @param loss mean over the round's minibatches
 * @param seconds of the whole round
 * @param computeSeconds of the slowest worker's minibatches
 */
public record TrainingRound(
    int round,
    int epoch,
    long step,
    int images,
    double learningRate,
    double loss,
    double seconds,
    double computeSeconds) {}
