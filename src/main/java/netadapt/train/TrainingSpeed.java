package netadapt.train;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import netadapt.SimultaneousWork;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.data.Augmentation;
import netadapt.data.ImageShard;
import netadapt.data.Normalization;
import netadapt.nn.Backend;
import netadapt.nn.GroupedGraph;
import netadapt.nn.SuperNetworkGraph;
import netadapt.nn.kernels.NativeThreads;
import netadapt.task.Task;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Measures how fast this machine trains a super-network, on images of noise, without Spark: what a
 * step computes takes as long whatever images show. Making minibatches is not counted, as workers
 * do that beside their steps.
 *
 * @param network the initial network
 * @param plan how it is trained
 * @param images of a step; fewer than the plan's batch take less memory
 */
public record TrainingSpeed(SubNetwork network, TrainingPlan plan, int images) {
  private static final int WARM_UP = 1;
  private static final int MEASURED = 3;

  /**
   * Trains for some seconds, with workers that have a thread each.
   *
   * @param workers at a time, at least 1
   * @return images per second of all workers together
   * @throws IllegalStateException if a worker fails
   * @throws netadapt.BadInput if the program was built for GPUs and there is none here that will do
   */
  public double imagesPerSecond(int workers) {
    Backend.require();
    List<Double> seconds = SimultaneousWork.in(workers, "training", this::stepSeconds);
    return seconds.stream().mapToDouble(step -> images / step).sum();
  }

  /** Of the fastest step, since what else the machine does only makes them slower. */
  private double stepSeconds(SimultaneousWork.Start ready) throws Exception {
    NativeThreads.use(1);
    ComputationGraph graph =
        new GroupedGraph(
            SuperNetworkGraph.elastic(network, plan.recipe(WARM_UP + MEASURED, 1)),
            Math.min(images, plan.imagesPerPass()));
    graph.init();
    plan.kernels().use(graph);
    for (int step = 0; step < WARM_UP; step++) {
      graph.fit(minibatch(step));
    }
    ready.await();
    double fastest = Double.POSITIVE_INFINITY;
    for (int step = WARM_UP; step < WARM_UP + MEASURED; step++) {
      MultiDataSet minibatch = minibatch(step);
      long began = System.nanoTime();
      graph.fit(minibatch);
      fastest = Math.min(fastest, (System.nanoTime() - began) / 1e9);
    }
    return fastest;
  }

  private MultiDataSet minibatch(int step) {
    Shape shape = network.network().input();
    float[] mean = new float[shape.channels()];
    float[] deviation = new float[shape.channels()];
    Arrays.fill(mean, 0.5f);
    Arrays.fill(deviation, 0.25f);
    Pace pace = plan.pace();
    TrainingPlan small =
        new TrainingPlan(
            new Pace(WARM_UP + MEASURED, images, pace.stepsPerRound(), pace.checkpointRounds()),
            plan.optimizer(),
            plan.schedule(),
            plan.regularization(),
            plan.averages(),
            plan.draws(),
            plan.kernels(),
            plan.seed(),
            Distillation.NONE,
            plan.task());
    Minibatches minibatches =
        new Minibatches(
            network.network(),
            true,
            small,
            new Normalization(mean, deviation),
            Augmentation.NONE,
            Teaching.NONE);
    return minibatches.of(noise(shape), 0, 1, step, 1).next();
  }

  private ImageShard noise(Shape shape) {
    byte[] pixels = new byte[images * shape.height() * shape.width() * shape.channels()];
    new Random(plan.seed()).nextBytes(pixels);
    int targetSize = plan.task().label() == Task.Label.MAP ? shape.pixels() : 0;
    float[] targets = new float[images * targetSize];
    Arrays.fill(targets, 1);
    return new ImageShard(
        0,
        0,
        shape.height(),
        shape.width(),
        shape.channels(),
        pixels,
        new int[images],
        targets,
        targetSize);
  }
}
