package netadapt.cli;

/**
 * How weights are trained: the super-network's, or those of the network that was found.
 *
 * @param epochs passes over the training images
 * @param batch images of one worker's minibatch
 * @param stepsPerRound minibatches of a worker between two averagings
 * @param workers Spark tasks; 0 for one per task slot
 * @param l2 weight of half the sum of squared weights in the loss
 * @param dropout share of the classifier's inputs dropped
 * @param emaDecay part of the averaged weights kept at each step; 0 for no average
 * @param labelSmoothing share of the target spread over all classes
 * @param kernelSegments parts of a minibatch with kernel sizes of their own; 1 for one network
 * @param checkpointRounds rounds between two checkpoints
 * @param initialWeights what the training starts from
 */
record TrainingSettings(
    int epochs,
    int batch,
    int stepsPerRound,
    int workers,
    Optimizer optimizer,
    Schedule schedule,
    double l2,
    double dropout,
    double emaDecay,
    double labelSmoothing,
    int kernelSegments,
    int checkpointRounds,
    InitialWeights initialWeights) {

  /** What a training starts from. */
  enum InitialWeights {
    SHARED,
    RANDOM
  }

  /** The rules by which gradients change weights. */
  enum OptimizerType {
    RMSPROP,
    ADAM,
    NESTEROVS,
    SGD
  }

  /** How the learning rate changes after its warm-up. */
  enum ScheduleType {
    EXPONENTIAL,
    COSINE,
    CONSTANT
  }

  /**
   * How gradients change weights.
   *
   * @param learningRate at {@code referenceBatch} images
   * @param referenceBatch images of all workers together; 0 for a rate that is not scaled
   * @param momentum of Nesterov's method; Adam's decay of the mean gradient
   * @param squareDecay decay of the mean squared gradient
   * @param epsilon added to the root of the mean squared gradient
   */
  record Optimizer(
      OptimizerType type,
      double learningRate,
      int referenceBatch,
      double momentum,
      double squareDecay,
      double epsilon) {
    /** The learning rate for a batch of so many images, of all workers together. */
    double learningRate(int images) {
      return referenceBatch == 0 ? learningRate : learningRate * images / referenceBatch;
    }
  }

  /**
   * How the learning rate changes.
   *
   * @param warmupEpochs epochs over which it rises from 0
   * @param decay the exponential schedule's factor
   * @param decayEpochs epochs after which the factor applies once
   */
  record Schedule(ScheduleType type, double warmupEpochs, double decay, double decayEpochs) {}

  /** Reads the training of the super-network, which starts from random weights. */
  static TrainingSettings readSupernet(Section supernet) {
    int segments = supernet.integer("kernel-segments", 1);
    TrainingSettings settings = read(supernet, segments, InitialWeights.RANDOM);
    if (segments > settings.batch && !supernet.mistaken()) {
      supernet.broken("kernel-segments", "at most supernet.batch, " + settings.batch, "1");
    }
    return settings;
  }

  /** Reads the training of the network that was found, which has one kernel size per layer. */
  static TrainingSettings readTrain(Section train) {
    return read(train, 1, train.choice("initial-weights", InitialWeights.class));
  }

  private static TrainingSettings read(Section section, int segments, InitialWeights weights) {
    TrainingSettings settings =
        new TrainingSettings(
            section.integer("epochs", 1),
            section.integer("batch", 1),
            section.integer("steps-per-round", 1),
            section.integer("workers", 0),
            optimizer(section.section("optimizer")),
            schedule(section.section("schedule")),
            section.number("l2", x -> x >= 0, "at least 0"),
            section.share("dropout"),
            section.share("ema-decay"),
            section.share("label-smoothing"),
            segments,
            section.integer("checkpoint-rounds", 1),
            weights);
    section.finish();
    return settings;
  }

  private static Optimizer optimizer(Section optimizer) {
    Optimizer settings =
        new Optimizer(
            optimizer.choice("type", OptimizerType.class),
            optimizer.number("learning-rate", x -> x > 0, "more than 0"),
            optimizer.integer("reference-batch", 0),
            optimizer.share("momentum"),
            optimizer.share("square-decay"),
            optimizer.number("epsilon", x -> x > 0, "more than 0"));
    optimizer.finish();
    return settings;
  }

  private static Schedule schedule(Section schedule) {
    Schedule settings =
        new Schedule(
            schedule.choice("type", ScheduleType.class),
            schedule.number("warmup-epochs", x -> x >= 0, "at least 0"),
            schedule.number("decay", x -> x > 0 && x <= 1, "more than 0 and at most 1"),
            schedule.number("decay-epochs", x -> x > 0, "more than 0"));
    schedule.finish();
    return settings;
  }
}
