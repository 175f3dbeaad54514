package netadapt.train;

import java.io.Serializable;
import java.util.Optional;
import netadapt.BrokenRule;
import netadapt.Seeds;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Augmentation;
import netadapt.data.ImageShard;
import netadapt.data.Normalization;
import netadapt.nn.GraphWeights;
import netadapt.nn.SuperNetworkGraph;
import netadapt.nn.TrainedGraph;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The training of one sub-network from start to end inside one Spark task, which holds all training
 * images; a Spark job trains as many as it has tasks. It does what a {@link Training} of one worker
 * does, without checkpoints and without a teacher; where the steps between two averagings are to be
 * measured, they are {@link RoundLength#FIRST} here, whatever the times.
 *
 * <p>What comes out follows from the plan, its seed, the architecture and the images alone: not
 * from the executor, the partition or the attempt.
 *
 * @param network that the sub-networks are of
 * @param plan how to train; its epochs are no more than what {@link #steps} says by
 * @param normalization of the images
 * @param augmentation of the images
 */
public record TaskTraining(
    SuperNetwork network, TrainingPlan plan, Normalization normalization, Augmentation augmentation)
    implements Serializable {
  private static final int WORKER = 0;

  public TaskTraining {
    plan = plan.with(Distillation.NONE);
  }

  /** The same with another seed. */
  public TaskTraining withSeed(long seed) {
    return new TaskTraining(network, plan.withSeed(seed), normalization, augmentation);
  }

  /**
   * Steps of the plan's epochs.
   *
   * @param images to train on
   * @throws BrokenRule if they are less than a minibatch
   */
  public long steps(int images) {
    return steps(plan, images);
  }

  /**
   * Steps of a plan's epochs in one task.
   *
   * @param images to train on
   * @throws BrokenRule if they are less than a minibatch
   */
  public static long steps(TrainingPlan plan, int images) {
    return plan.totalSteps(stepsPerEpoch(plan, images));
  }

  /**
   * Trains a sub-network, on the thread that a task runs on.
   *
   * @param architecture of the sub-network
   * @param initial weights of the sub-network to start from; random ones if empty
   * @param images all that there are to train on
   * @param steps minibatches to train on, at least 0; the learning rate's course ends with the last
   * @return the moving average of the weights, batch statistics included
   * @throws BrokenRule if the images are less than a minibatch
   * @throws netadapt.BadInput if the program was built for GPUs and there is none here that will do
   */
  public Weights train(
      Architecture architecture, Optional<Weights> initial, ImageShard images, long steps) {
    WorkerDevice.prepare();
    int stepsPerEpoch = stepsPerEpoch(plan, images.size());
    TrainingPlan own = ofIts(architecture);
    ComputationGraph graph =
        new TrainedGraph(
            SuperNetworkGraph.fixed(
                SubNetwork.of(network, architecture), own.recipe(stepsPerEpoch, 1, steps)));
    graph.init();
    initial.ifPresent(weights -> GraphWeights.write(weights, graph));
    own.kernels().use(graph);
    MovingAverage average =
        new MovingAverage(own.averages().weightsDecay(), WorkerState.parameters(graph));
    Minibatches minibatches = new Minibatches(network, false, own, normalization, augmentation);
    var source = minibatches.of(images, WORKER, stepsPerEpoch, 0, Math.toIntExact(steps));
    try (Prefetch<MultiDataSet> input = new Prefetch<>(source, "minibatches")) {
      fit(graph, own, input, steps, average);
    }
    Floats.copy(average.values(), graph.params());
    return GraphWeights.read(graph);
  }

  /**
   * The weights enter the average as often as a training with workers is averaged, if that is set.
   */
  private static void fit(
      ComputationGraph graph,
      TrainingPlan plan,
      Prefetch<MultiDataSet> input,
      long steps,
      MovingAverage average) {
    int round = plan.pace().roundLength().alone();
    long averaged = 0;
    for (long step = 1; step <= steps; step++) {
      WorkerRound.step(graph, input.next().orElseThrow(), WORKER, plan.seed());
      if (step - averaged == round || step == steps) {
        average.update(WorkerState.parameters(graph), step, (int) (step - averaged));
        averaged = step;
      }
    }
  }

  /** The plan with a seed for this architecture. */
  TrainingPlan ofIts(Architecture architecture) {
    return plan.withSeed(Seeds.mix(plan.seed(), ArchitectureJson.id(network, architecture)));
  }

  private static int stepsPerEpoch(TrainingPlan plan, int images) {
    if (images < plan.batch()) {
      throw new BrokenRule(
          "batch",
          plan.batch(),
          "at most %d, the training images".formatted(images),
          Integer.toString(Math.max(1, images)));
    }
    return images / plan.batch();
  }
}
