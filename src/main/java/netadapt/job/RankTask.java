package netadapt.job;

import java.io.Serializable;
import java.util.Optional;
import netadapt.Seeds;
import netadapt.arch.Architecture;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.data.ImageShard;
import netadapt.score.SharedModel;
import netadapt.score.Tally;
import netadapt.score.TaskScoring;
import netadapt.train.TaskTraining;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;

/**
 * The work of a rank check's task: trains a network and tests it.
 *
 * @param training how
 * @param fromShared whether it starts from the weights that all sub-networks share
 * @param model those weights, and how networks are scored
 * @param images to train on
 * @param tested images to test on
 */
record RankTask(
    TaskTraining training,
    boolean fromShared,
    Broadcast<SharedModel> model,
    Broadcast<ImageShard> images,
    Broadcast<ImageShard> tested)
    implements Serializable {

  /**
   * A network to train.
   *
   * @param network its number among those of the rank check, from 0
   * @param number which of the network's trainings it is, from 0
   */
  record Training(int network, int number, Architecture architecture) implements Serializable {}

  /**
   * A network that is trained.
   *
   * @param training which
   * @param test what it makes of the test images
   * @param seconds that training and testing took
   * @param executor where
   */
  record Result(Training training, Tally test, double seconds, String executor)
      implements Serializable {}

  /**
   * Trains a network and tests it.
   *
   * @throws IllegalStateException if that fails; the message names the network
   */
  Result run(Training one) {
    long began = System.nanoTime();
    try {
      Tally test =
          TaskScoring.score(
              model.value().withWeights(train(one)), one.architecture(), tested.value());
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Result(one, test, seconds, SparkEnv.get().executorId());
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "training %d of network %d of the rank check failed: %s"
              .formatted(one.number(), one.network(), e.getMessage()),
          e);
    }
  }

  private Weights train(Training one) {
    Architecture architecture = one.architecture();
    SubNetwork subNetwork = SubNetwork.of(training.network(), architecture);
    Optional<Weights> initial =
        fromShared
            ? Optional.of(Slicer.slice(model.value().weights(), subNetwork))
            : Optional.empty();
    long steps = training.steps(images.value().size());
    return training
        .withSeed(Seeds.mix(training.plan().seed(), "training", one.number()))
        .train(architecture, initial, images.value(), steps);
  }
}
