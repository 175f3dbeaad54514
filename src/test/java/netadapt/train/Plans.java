package netadapt.train;

import java.util.ArrayList;
import java.util.List;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.data.Augmentation;
import netadapt.data.AutoAugment;
import netadapt.data.Digits;
import netadapt.data.ImageShard;
import netadapt.nn.Draws;
import netadapt.nn.KernelChoice;
import netadapt.nn.SuperNetworkGraph;

/** A small network, shards of digits and plans to train it. */
final class Plans {
  static final int SIDE = 8;
  static final SuperNetwork NETWORK =
      new NetworkBuilder("small", new Shape(SIDE, SIDE, 1), 5, 32)
          .convolution("c1", 4, 3, 2, Activation.HARD_SWISH, true, -1)
          .mobile("b2", 6, 4, 3, 1, Activation.RELU, true, 4)
          .globalAveragePool("pool")
          .dense("classifier", 10)
          .build();

  /** Wide enough to tell digits of that size apart. */
  static final SuperNetwork LEARNER =
      new NetworkBuilder("learner", new Shape(SIDE, SIDE, 1), 5, 32)
          .convolution("c1", 16, 3, 1, Activation.RELU, true, -1)
          .convolution("c2", 32, 3, 2, Activation.RELU, true, -1)
          .convolution("c3", 32, 3, 2, Activation.RELU, true, -1)
          .globalAveragePool("pool")
          .dense("classifier", 10)
          .build();

  /** By up to a pixel each way. */
  static final Augmentation SHIFTED = new Augmentation(1, false, 1, AutoAugment.NONE);

  private Plans() {}

  static TrainingPlan plan(int epochs, int stepsPerRound, int checkpointRounds) {
    return new TrainingPlan(
        new Pace(epochs, 8, stepsPerRound, checkpointRounds),
        new Optimizer(Optimizer.Type.RMSPROP, 0.01, 0, 0.9, 0.9, 1e-3),
        new LearningRateSchedule(LearningRateSchedule.Type.COSINE, 0.5, 1, 1),
        new Regularization(1e-5, 0.2, 0.1),
        new Averages(0.9, 0.99),
        Draws.uniform(2),
        KernelChoice.AUTO,
        42);
  }

  /** Long enough for {@link #LEARNER} to learn 640 digits by. */
  static TrainingPlan learning() {
    return new TrainingPlan(
        new Pace(4, 16, 20, 1000),
        new Optimizer(Optimizer.Type.ADAM, 0.01, 0, 0.9, 0.99, 1e-6),
        new LearningRateSchedule(LearningRateSchedule.Type.COSINE, 0.5, 1, 1),
        Regularization.NONE,
        new Averages(0.8, 0.9),
        Draws.uniform(1),
        KernelChoice.AUTO,
        42);
  }

  /** Shards of so many digits each. */
  static List<ImageShard> shards(int... sizes) {
    List<ImageShard> shards = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      shards.add(Digits.shard(shards.size(), from, from + size, SIDE, SIDE, 1));
      from += size;
    }
    return shards;
  }

  static Minibatches minibatches(TrainingPlan plan, boolean elastic) {
    return new Minibatches(NETWORK, elastic, plan, Digits.normalization(1), SHIFTED);
  }

  static Trainer.GraphSource source(TrainingPlan plan) {
    return (stepsPerEpoch, workers) ->
        SuperNetworkGraph.elastic(SubNetwork.full(NETWORK), plan.recipe(stepsPerEpoch, workers));
  }

  /** The learner at its full size, without anything elastic. */
  static Trainer.GraphSource learner(TrainingPlan plan) {
    return (stepsPerEpoch, workers) ->
        SuperNetworkGraph.fixed(SubNetwork.full(LEARNER), plan.recipe(stepsPerEpoch, workers));
  }
}
