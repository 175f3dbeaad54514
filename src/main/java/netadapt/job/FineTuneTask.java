package netadapt.job;

import java.io.Serializable;
import java.util.Optional;
import netadapt.Seeds;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.data.ImageShard;
import netadapt.score.Outcome;
import netadapt.score.SharedModel;
import netadapt.score.TaskScoring;
import netadapt.search.Sample;
import netadapt.train.TaskTraining;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;

/**
 * The work of a task that fine-tunes a sample from its parent's weights. What comes out follows
 * from the training's seed, the iteration and the sample alone.
 *
 * @param training how, with the seed of the search
 * @param steps minibatches, at least 0
 * @param iteration that the samples are of
 * @param parent its weights, and how samples are scored
 * @param images to train on
 * @param heldOut images to score on
 */
record FineTuneTask(
    TaskTraining training,
    int steps,
    int iteration,
    Broadcast<SharedModel> parent,
    Broadcast<ImageShard> images,
    Broadcast<ImageShard> heldOut)
    implements Serializable {

  /**
   * A sample that is scored.
   *
   * @param sample its index in the iteration
   * @param outcome on the images held out
   * @param seconds that training and scoring took
   * @param executor where
   */
  record Result(int sample, Outcome outcome, double seconds, String executor)
      implements Serializable {}

  /**
   * Fine-tunes a sample and scores it.
   *
   * @throws IllegalStateException if that fails; the message names the sample
   */
  Result score(Sample sample) {
    long began = System.nanoTime();
    try {
      SharedModel own = parent.value().withWeights(train(sample));
      Outcome outcome = TaskScoring.outcome(own, sample.architecture(), heldOut.value());
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Result(sample.index(), outcome, seconds, SparkEnv.get().executorId());
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "fine-tuning sample %d of iteration %d failed: %s"
              .formatted(sample.index(), iteration, e.getMessage()),
          e);
    }
  }

  /** The weights of a sample after its fine-tuning; the same each time. */
  Weights train(Sample sample) {
    SubNetwork subNetwork = SubNetwork.of(training.network(), sample.architecture());
    Weights start = Slicer.slice(parent.value().weights(), subNetwork);
    long seed = Seeds.mix(training.plan().seed(), "fine-tune", iteration, sample.index());
    return training
        .withSeed(seed)
        .train(sample.architecture(), Optional.of(start), images.value(), steps);
  }
}
