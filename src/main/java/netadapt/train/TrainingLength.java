package netadapt.train;

import netadapt.BrokenRule;

/**
 * How long a training is, known before it begins.
 *
 * @param epochs passes over the training images
 * @param workers how many train at a time
 * @param batch images of one worker's minibatch
 * @param stepsPerEpoch steps of each worker in an epoch
 * @param fewestRounds averagings of the workers; as many as {@code mostRounds} unless the length of
 *     a round is to be measured
 * @param mostRounds averagings at most
 */
public record TrainingLength(
    int epochs, int workers, int batch, int stepsPerEpoch, long fewestRounds, long mostRounds) {

  /**
   * The length of a training as {@link Training} does it.
   *
   * @param images to train on, shared evenly among the workers
   * @param workers at least 1
   * @throws BrokenRule if a worker has less than a minibatch of images
   */
  public static TrainingLength of(TrainingPlan plan, int images, int workers) {
    int stepsPerEpoch = stepsPerEpoch(plan, images / workers, workers);
    long steps = plan.totalSteps(stepsPerEpoch);
    RoundLength rounds = plan.pace().roundLength();
    return new TrainingLength(
        plan.pace().epochs(),
        workers,
        plan.batch(),
        stepsPerEpoch,
        rounds.fewest(steps, stepsPerEpoch),
        rounds.most(steps));
  }

  /** Steps of each worker in all. */
  public long steps() {
    return (long) epochs * stepsPerEpoch;
  }

  /** Images that all workers train on in all, those of further epochs counted again. */
  public long images() {
    return steps() * batch * workers;
  }

  /** Images that one step of all workers trains on. */
  public long globalBatch() {
    return (long) batch * workers;
  }

  /**
   * How long a training takes at some speed, with a worker on each of as many devices.
   *
   * @param imagesPerSecond of one device
   * @param averagingSeconds that a round takes beside its steps; one worker alone needs none
   * @return seconds
   * @throws BrokenRule if a worker has less than a minibatch of images
   */
  public static double seconds(
      TrainingPlan plan, int images, int workers, double imagesPerSecond, double averagingSeconds) {
    int stepsPerEpoch = stepsPerEpoch(plan, images / workers, workers);
    long steps = plan.totalSteps(stepsPerEpoch);
    double step = plan.batch() / imagesPerSecond;
    double averaging = workers == 1 ? 0 : averagingSeconds;
    int length = plan.pace().roundLength().usual(averaging, step, stepsPerEpoch);
    return steps * (step + averaging / length);
  }

  /**
   * Steps of each worker in an epoch.
   *
   * @param smallest images of the worker that has the fewest
   * @throws BrokenRule if they are less than a minibatch
   */
  static int stepsPerEpoch(TrainingPlan plan, int smallest, int workers) {
    if (smallest < plan.batch()) {
      throw new BrokenRule(
          "batch",
          plan.batch(),
          "at most %d, the images of the smallest of %d workers".formatted(smallest, workers),
          Integer.toString(Math.max(1, smallest)));
    }
    return smallest / plan.batch();
  }
}
