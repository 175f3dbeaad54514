package netadapt.train;

import java.io.Serializable;
import netadapt.nn.Draws;
import netadapt.nn.KernelChoice;
import netadapt.nn.Recipe;
import netadapt.task.Classification;
import netadapt.task.Task;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How weights are trained: the super-network's, or those of the network that was found.
 *
 * @param pace epochs, batch, and what happens how often
 * @param optimizer how gradients change weights
 * @param schedule how the learning rate changes
 * @param regularization weight decay, dropout, label smoothing
 * @param averages running statistics and averaged weights
 * @param draws how sub-networks are drawn, where it is not one network that is trained
 * @param kernels the layers' arithmetic
 * @param seed of everything random in the training
 * @param distillation how much a teacher's answers count
 * @param task what networks are trained to tell
 */
public record TrainingPlan(
    Pace pace,
    Optimizer optimizer,
    LearningRateSchedule schedule,
    Regularization regularization,
    Averages averages,
    Draws draws,
    KernelChoice kernels,
    long seed,
    Distillation distillation,
    Task task)
    implements Serializable {

  /** To tell classes apart, without a teacher. */
  public TrainingPlan(
      Pace pace,
      Optimizer optimizer,
      LearningRateSchedule schedule,
      Regularization regularization,
      Averages averages,
      Draws draws,
      KernelChoice kernels,
      long seed) {
    this(
        pace,
        optimizer,
        schedule,
        regularization,
        averages,
        draws,
        kernels,
        seed,
        Distillation.NONE,
        new Classification());
  }

  /** The same with another seed. */
  public TrainingPlan withSeed(long other) {
    return new TrainingPlan(
        pace,
        optimizer,
        schedule,
        regularization,
        averages,
        draws,
        kernels,
        other,
        distillation,
        task);
  }

  /** The same with a teacher, or without one. */
  public TrainingPlan with(Distillation other) {
    return new TrainingPlan(
        pace, optimizer, schedule, regularization, averages, draws, kernels, seed, other, task);
  }

  /** The same for another number of epochs, at least 1. */
  public TrainingPlan withEpochs(int epochs) {
    Pace other = new Pace(epochs, pace.batch(), pace.stepsPerRound(), pace.checkpointRounds());
    return new TrainingPlan(
        other,
        optimizer,
        schedule,
        regularization,
        averages,
        draws,
        kernels,
        seed,
        distillation,
        task);
  }

  /**
   * The same for some steps from weights that are trained already: the learning rate stays as the
   * optimizer has it, for a schedule of epochs would hardly begin, and the weights are not
   * averaged.
   */
  public TrainingPlan forFineTuning() {
    return new TrainingPlan(
        pace,
        optimizer,
        new LearningRateSchedule(LearningRateSchedule.Type.CONSTANT, 0, 1, 1),
        regularization,
        new Averages(averages.statisticsDecay(), 0),
        draws,
        kernels,
        seed,
        distillation,
        task);
  }

  /** Images of one worker's minibatch. */
  int batch() {
    return pace.batch();
  }

  /** Images of a minibatch that are computed and normalised together: those of one draw, or all. */
  public int imagesPerPass() {
    return draws.imagesPerDraw() == 1 ? batch() : draws.imagesPerDraw();
  }

  /**
   * What the graph has to know.
   *
   * @param stepsPerEpoch steps of one worker in an epoch
   * @param workers how many train at a time
   */
  Recipe recipe(int stepsPerEpoch, int workers) {
    return recipe(stepsPerEpoch, workers, totalSteps(stepsPerEpoch));
  }

  /**
   * The same for a training of another length.
   *
   * @param steps of each worker in all
   */
  Recipe recipe(int stepsPerEpoch, int workers, long steps) {
    return new Recipe(
        optimizer.updater(learningRate(stepsPerEpoch, workers, steps)),
        regularization.l2(),
        regularization.dropout(),
        averages.statisticsDecay(),
        DataType.FLOAT,
        seed,
        regularization.survival(),
        distillation.temperature(),
        task.loss());
  }

  /** Steps of each worker in all. */
  long totalSteps(int stepsPerEpoch) {
    return (long) pace.epochs() * stepsPerEpoch;
  }

  /** The learning rate of every step. */
  LearningRate learningRate(int stepsPerEpoch, int workers) {
    return learningRate(stepsPerEpoch, workers, totalSteps(stepsPerEpoch));
  }

  private LearningRate learningRate(int stepsPerEpoch, int workers, long steps) {
    return new LearningRate(
        schedule, optimizer.learningRate(batch() * workers), stepsPerEpoch, steps);
  }
}
