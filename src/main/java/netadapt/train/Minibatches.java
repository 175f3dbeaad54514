package netadapt.train;

import java.io.Serializable;
import java.util.Iterator;
import netadapt.arch.SuperNetwork;
import netadapt.data.Augmentation;
import netadapt.data.Normalization;
import netadapt.data.TrainingShard;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Makes a worker's minibatches out of its shard: which images, how augmented and, for a
 * super-network, which sub-network each of them trains follow from the seed, the worker and the
 * step alone.
 *
 * @param network the super-network whose sub-networks are drawn, or the one whose classes are told
 *     apart
 * @param elastic whether sub-networks are drawn
 * @param plan batch size, smoothing, seed, and how much a teacher counts
 * @param teaching asks the teacher, if the plan has one
 */
record Minibatches(
    SuperNetwork network,
    boolean elastic,
    TrainingPlan plan,
    Normalization normalization,
    Augmentation augmentation,
    Teaching teaching)
    implements Serializable {

  /** Without a teacher. */
  Minibatches(
      SuperNetwork network,
      boolean elastic,
      TrainingPlan plan,
      Normalization normalization,
      Augmentation augmentation) {
    this(network, elastic, plan, normalization, augmentation, Teaching.NONE);
  }

  /**
   * The minibatches of one round, made one at a time as they are asked for; each is overwritten by
   * the second after it.
   *
   * @param worker number of the shard among the shards
   * @param stepsPerEpoch steps of every worker in an epoch
   * @param fromStep first step of the round, counted from the training's start
   * @param steps of the round
   */
  Iterator<MultiDataSet> of(
      TrainingShard shard, int worker, int stepsPerEpoch, long fromStep, int steps) {
    return new WorkerMinibatches(this, shard, worker, stepsPerEpoch, fromStep, steps);
  }

  /**
   * What the network is to give for a minibatch: the labels, and what the teacher says if there is
   * one, as {@link Distillation#targets}.
   *
   * @param labels {@code [batch, classes]}
   * @param images {@code [batch, h, w, c]}, normalised and augmented
   * @param threads of the task that the minibatch is for
   */
  float[] targets(float[] labels, float[] images, int threads) {
    Distillation distillation = plan.distillation();
    return distillation.asks()
        ? distillation.targets(labels, teaching.logits(images, plan.batch(), threads))
        : labels;
  }
}
