package netadapt.train;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import netadapt.Seeds;
import netadapt.arch.SuperNetwork;
import netadapt.data.Augmentation;
import netadapt.data.EpochImages;
import netadapt.data.Normalization;
import netadapt.data.TrainingImage;
import netadapt.data.TrainingShard;
import netadapt.nn.OrderedDropout;
import netadapt.task.Task;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A worker's minibatches of consecutive steps, each made when it is asked for.
 *
 * <p>There are only two, filled in turn: a minibatch is overwritten by the second after it, so that
 * one can be made while the other is trained on.
 */
final class WorkerMinibatches implements Iterator<MultiDataSet> {
  private final Minibatches kind;
  private final SuperNetwork network;
  private final boolean elastic;
  private final TrainingPlan plan;
  private final Normalization normalization;
  private final Augmentation augmentation;
  private final TrainingShard shard;
  private final int worker;
  private final int stepsPerEpoch;
  private final long endStep;
  private final int threads;
  private final OrderedDropout dropout;
  private final float[] pixels; // [batch, h, w, c]
  private final float[] targets; // [batch, classes] or [batch, h * w]
  private final MultiDataSet[] made = new MultiDataSet[2];

  private long step;
  private long openEpoch = -1;
  private EpochImages opened;

  /**
   * @param kind how they are made
   * @param worker number of the shard among the shards
   * @param stepsPerEpoch steps of every worker in an epoch
   * @param fromStep first step, counted from the training's start
   * @param steps how many
   */
  WorkerMinibatches(
      Minibatches kind,
      TrainingShard shard,
      int worker,
      int stepsPerEpoch,
      long fromStep,
      int steps) {
    this.kind = kind;
    this.threads = WorkerDevice.threads(); // asked here, since another thread makes minibatches
    this.network = kind.network();
    this.elastic = kind.elastic();
    this.plan = kind.plan();
    this.normalization = kind.normalization();
    this.augmentation = kind.augmentation();
    this.shard = shard;
    this.worker = worker;
    this.stepsPerEpoch = stepsPerEpoch;
    this.step = fromStep;
    this.endStep = fromStep + steps;
    this.dropout = new OrderedDropout(network, plan.draws());
    this.pixels = new float[plan.batch() * shard.imageSize()];
    this.targets = new float[plan.batch() * targetSize()];
  }

  @Override
  public boolean hasNext() {
    return step < endStep;
  }

  @Override
  public MultiDataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    fill(step / stepsPerEpoch, (int) (step % stepsPerEpoch) * plan.batch());
    float[] taught = kind.targets(targets, pixels, threads);
    int turn = (int) (step % 2);
    if (made[turn] == null || !Floats.inReach()) {
      made[turn] = minibatch(taught, draws());
    } else {
      overwrite(made[turn], taught, draws());
    }
    step++;
    return made[turn];
  }

  private MultiDataSet minibatch(float[] taught, float[] draws) {
    int batch = plan.batch();
    long[] shape = {batch, shard.height(), shard.width(), shard.channels()};
    INDArray images = Nd4j.create(pixels, shape, 'c');
    INDArray labels = Nd4j.create(taught, new long[] {batch, taught.length / batch}, 'c');
    INDArray[] features =
        elastic
            ? new INDArray[] {
              images, Nd4j.create(draws, new long[] {batch, dropout.layers(), 2}, 'c')
            }
            : new INDArray[] {images};
    return new org.nd4j.linalg.dataset.MultiDataSet(features, new INDArray[] {labels});
  }

  private void overwrite(MultiDataSet minibatch, float[] taught, float[] draws) {
    Floats.copy(pixels, minibatch.getFeatures(0));
    Floats.copy(taught, minibatch.getLabels(0));
    if (elastic) {
      Floats.copy(draws, minibatch.getFeatures(1));
    }
  }

  private EpochImages epoch(long number) {
    if (number != openEpoch) {
      opened = shard.epoch(Seeds.mix(plan.seed(), "order", worker, number));
      openEpoch = number;
    }
    return opened;
  }

  /** What a network gives for an image. */
  private int targetSize() {
    return plan.task().label() == Task.Label.CLASS ? network.classes() : shard.targetSize();
  }

  private void fill(long epoch, int first) {
    EpochImages images = epoch(epoch);
    TrainingImage[] batch = new TrainingImage[plan.batch()];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = images.at(first + i);
    }
    boolean classes = plan.task().label() == Task.Label.CLASS;
    if (classes) {
      labels(batch);
    }
    ParallelLoop.run(batch.length, threads, i -> write(epoch, batch[i], i, !classes));
  }

  /** An image is changed by its number and the epoch, not by the worker that trains on it. */
  private void write(long epoch, TrainingImage image, int place, boolean withTarget) {
    SplittableRandom random = Seeds.random(plan.seed(), "augment", epoch, image.index());
    int offset = place * shard.imageSize();
    if (withTarget) {
      int targetOffset = place * shard.targetSize();
      image.write(augmentation, normalization, random, pixels, offset, targets, targetOffset);
    } else {
      image.write(augmentation, normalization, random, pixels, offset);
    }
  }

  private void labels(TrainingImage[] batch) {
    int classes = network.classes();
    double smoothing = plan.regularization().labelSmoothing();
    Arrays.fill(targets, (float) (smoothing / classes));
    for (int i = 0; i < batch.length; i++) {
      targets[i * classes + batch[i].label()] += (float) (1 - smoothing);
    }
  }

  /** [batch, layers, 2]; nothing for a network that is not elastic. */
  private float[] draws() {
    if (!elastic) {
      return new float[0];
    }
    double done = (double) step / plan.totalSteps(stepsPerEpoch);
    long seed = Seeds.mix(plan.seed(), "draws", worker, step);
    return dropout.encode(dropout.draw(plan.batch(), done, seed));
  }
}
