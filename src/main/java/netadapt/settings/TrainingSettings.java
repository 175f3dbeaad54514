package netadapt.settings;

import netadapt.nn.KernelChoice;
import netadapt.train.LearningRateSchedule;
import netadapt.train.Optimizer;
import netadapt.train.TrainingPlan;

/**
 * How weights are trained: the super-network's, or those of the network that was found.
 *
 * @param epochs passes over the training images
 * @param batch images of one worker's minibatch
 * @param stepsPerRound minibatches of a worker between two averagings
 * @param workers Spark tasks; 0 for one per task slot
 * @param l2 weight of half the sum of squared weights in the loss
 * @param dropout share of the classifier's inputs dropped
 * @param statisticsDecay part of the running batch statistics kept at each step
 * @param emaDecay part of the averaged weights kept at each step; 0 for no average
 * @param labelSmoothing share of the target spread over all classes
 * @param kernelSegments parts of a minibatch with kernel sizes of their own; 1 for one network
 * @param checkpointRounds rounds between two checkpoints
 * @param kernels the layers' arithmetic
 * @param initialWeights what the training starts from
 */
public record TrainingSettings(
    int epochs,
    int batch,
    int stepsPerRound,
    int workers,
    Optimizer optimizer,
    LearningRateSchedule schedule,
    double l2,
    double dropout,
    double statisticsDecay,
    double emaDecay,
    double labelSmoothing,
    int kernelSegments,
    int checkpointRounds,
    KernelChoice kernels,
    InitialWeights initialWeights) {

  /** What a training starts from. */
  public enum InitialWeights {
    SHARED,
    RANDOM
  }

  /** What the trainer is told. */
  public TrainingPlan plan(long seed) {
    return new TrainingPlan(
        epochs,
        batch,
        stepsPerRound,
        optimizer,
        schedule,
        l2,
        dropout,
        statisticsDecay,
        emaDecay,
        labelSmoothing,
        kernelSegments,
        checkpointRounds,
        kernels,
        seed);
  }

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
            section.share("statistics-decay"),
            section.share("ema-decay"),
            section.share("label-smoothing"),
            segments,
            section.integer("checkpoint-rounds", 1),
            section.choice("kernels", KernelChoice.class),
            weights);
    section.finish();
    return settings;
  }

  private static Optimizer optimizer(Section optimizer) {
    Optimizer settings =
        new Optimizer(
            optimizer.choice("type", Optimizer.Type.class),
            optimizer.number("learning-rate", x -> x > 0, "more than 0"),
            optimizer.integer("reference-batch", 0),
            optimizer.share("momentum"),
            optimizer.share("square-decay"),
            optimizer.number("epsilon", x -> x > 0, "more than 0"));
    optimizer.finish();
    return settings;
  }

  private static LearningRateSchedule schedule(Section schedule) {
    LearningRateSchedule settings =
        new LearningRateSchedule(
            schedule.choice("type", LearningRateSchedule.Type.class),
            schedule.number("warmup-epochs", x -> x >= 0, "at least 0"),
            schedule.number("decay", x -> x > 0 && x <= 1, "more than 0 and at most 1"),
            schedule.number("decay-epochs", x -> x > 0, "more than 0"));
    schedule.finish();
    return settings;
  }
}
