package netadapt.plan;

import netadapt.train.TrainingLength;

/**
 * A training of a run.
 *
 * @param network what is trained
 * @param macs of that; of a network that a search will find, as many as its budget's share
 * @param epochs passes over the training images
 * @param workers how many train at a time
 * @param batch images of one worker's minibatch
 * @param stepsPerEpoch steps of each worker in an epoch
 * @param fewestRounds averagings of the workers; as many as {@code rounds} unless the length of a
 *     round is to be measured
 * @param rounds averagings at most
 * @param state what the workers exchange in each
 */
public record PlannedTraining(
    String network,
    double macs,
    int epochs,
    int workers,
    int batch,
    int stepsPerEpoch,
    long fewestRounds,
    long rounds,
    StateSize state) {
  private static final String ON_THE_WAY = "on the way";

  static PlannedTraining of(String network, double macs, TrainingLength length, StateSize state) {
    return new PlannedTraining(
        network,
        macs,
        length.epochs(),
        length.workers(),
        length.batch(),
        length.stepsPerEpoch(),
        length.fewestRounds(),
        length.mostRounds(),
        state);
  }

  /** Steps of each worker in all. */
  public long steps() {
    return (long) epochs * stepsPerEpoch;
  }

  /** Images that one step of all workers trains on. */
  public long imagesPerStep() {
    return (long) batch * workers;
  }

  /** Whether it is that of the winners on the way to a network, which are not kept. */
  boolean onTheWay() {
    return network.equals(ON_THE_WAY);
  }

  /** So many of these one after the other on the way, with a mean share of the costs. */
  PlannedTraining onTheWay(int times, double share) {
    PlannedTraining one = scaled(share);
    return new PlannedTraining(
        ON_THE_WAY,
        one.macs,
        times * epochs,
        workers,
        batch,
        stepsPerEpoch,
        times * fewestRounds,
        times * rounds,
        one.state);
  }

  /** The same for a network with a share of the costs. */
  PlannedTraining scaled(double share) {
    StateSize smaller =
        new StateSize(Math.round(share * state.weights()), Math.round(share * state.memory()));
    return new PlannedTraining(
        network,
        share * macs,
        epochs,
        workers,
        batch,
        stepsPerEpoch,
        fewestRounds,
        rounds,
        smaller);
  }
}
