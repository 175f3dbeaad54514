package netadapt.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import netadapt.arch.SuperNetwork;
import netadapt.data.Augmentation;
import netadapt.data.ImageShard;
import netadapt.data.Normalization;
import netadapt.nn.OrderedDropout;
import netadapt.nn.Seeds;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes a worker's minibatches out of its shard: which images, how augmented and, for a
 * super-network, which sub-network each of them trains follow from the seed, the worker and the
 * step alone.
 *
 * @param network the super-network whose sub-networks are drawn, or the one whose classes are told
 *     apart
 * @param elastic whether sub-networks are drawn
 * @param plan batch size, smoothing, seed
 */
record Minibatches(
    SuperNetwork network,
    boolean elastic,
    TrainingPlan plan,
    Normalization normalization,
    Augmentation augmentation)
    implements Serializable {

  /**
   * The minibatches of one round, made one at a time as they are asked for.
   *
   * @param worker number of the shard among the shards
   * @param stepsPerEpoch steps of every worker in an epoch
   * @param fromStep first step of the round, counted from the training's start
   * @param steps of the round
   */
  Iterator<MultiDataSet> of(
      ImageShard shard, int worker, int stepsPerEpoch, long fromStep, int steps) {
    return IntStream.range(0, steps)
        .mapToObj(i -> minibatch(shard, worker, stepsPerEpoch, fromStep + i))
        .iterator();
  }

  private MultiDataSet minibatch(ImageShard shard, int worker, int stepsPerEpoch, long step) {
    long epoch = step / stepsPerEpoch;
    int within = (int) (step % stepsPerEpoch);
    int[] order = order(shard.size(), Seeds.mix(plan.seed(), "order", worker, epoch));
    SplittableRandom random = new SplittableRandom(Seeds.mix(plan.seed(), "augment", worker, step));
    int batch = plan.batch();
    int classes = network.classes();
    float[] pixels = new float[batch * shard.imageSize()];
    float[] targets = new float[batch * classes];
    Arrays.fill(targets, (float) (plan.labelSmoothing() / classes));
    for (int i = 0; i < batch; i++) {
      int image = order[within * batch + i];
      augmentation.apply(shard, image, normalization, random, pixels, i * shard.imageSize());
      targets[i * classes + shard.label(image)] += (float) (1 - plan.labelSmoothing());
    }
    INDArray images =
        Nd4j.create(
            pixels, new long[] {batch, shard.height(), shard.width(), shard.channels()}, 'c');
    INDArray labels = Nd4j.create(targets, new long[] {batch, classes}, 'c');
    INDArray[] features =
        elastic ? new INDArray[] {images, draws(worker, step)} : new INDArray[] {images};
    return new org.nd4j.linalg.dataset.MultiDataSet(features, new INDArray[] {labels});
  }

  private INDArray draws(int worker, long step) {
    OrderedDropout dropout = new OrderedDropout(network, plan.kernelSegments());
    float[] draws =
        dropout.encode(dropout.draw(plan.batch(), Seeds.mix(plan.seed(), "draws", worker, step)));
    return Nd4j.create(draws, new long[] {plan.batch(), dropout.layers(), 2}, 'c');
  }

  private static int[] order(int size, long seed) {
    int[] order = IntStream.range(0, size).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
