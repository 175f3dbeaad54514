package netadapt.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.data.Augmentation;
import netadapt.data.Normalization;
import netadapt.data.TrainingShard;
import netadapt.nn.SuperNetworkGraph;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The training of a super-network, or of a network that was found.
 *
 * @param network what to train: at full size if elastic
 * @param elastic whether every image trains a sub-network of its own
 * @param plan how
 * @param normalization of the images
 * @param augmentation of the images
 * @param teaching asks the teacher, if the plan has one
 */
public record Training(
    SubNetwork network,
    boolean elastic,
    TrainingPlan plan,
    Normalization normalization,
    Augmentation augmentation,
    Teaching teaching) {

  /** Without a teacher. */
  public Training(
      SubNetwork network,
      boolean elastic,
      TrainingPlan plan,
      Normalization normalization,
      Augmentation augmentation) {
    this(network, elastic, plan, normalization, augmentation, Teaching.NONE);
  }

  /**
   * With how many workers to train: a training is resumed with as many as it was begun with, since
   * its steps and learning rates follow from them. Spark runs them on whatever task slots there
   * are.
   *
   * @param asked for by the user; 0 for no wish
   * @param slots tasks that Spark runs at a time, which a training that begins has as workers
   * @param folder where the model and the checkpoints are kept
   */
  public static int workers(int asked, int slots, String folder, Configuration hadoop) {
    return asked > 0 ? asked : workersBegun(folder, hadoop).orElse(slots);
  }

  /**
   * With how many workers the training in a folder was begun; empty if there is no checkpoint.
   *
   * @param folder where the model and the checkpoints are kept
   */
  public static OptionalInt workersBegun(String folder, Configuration hadoop) {
    return new Checkpoints(folder, hadoop).workers();
  }

  /**
   * Trains to the plan's end and keeps the model; resumes from the last checkpoint if there is one.
   *
   * @param shards the training images, one partition per worker
   * @param initial weights to start from, of all layers or of some; those of others are random
   * @param folder where the model and the checkpoints are kept
   * @param mayWrite called before anything is written there; throws if another process has taken
   *     the training over
   * @param scoring of the weights while they are trained
   * @param progress told after every round
   * @param finished is given the training log, to keep it before the model is there, with which the
   *     training is complete
   * @return the training log
   * @throws BrokenRule if a worker has less than a minibatch of images, or there are not as many
   *     workers as the training was begun with
   * @throws BadInput if the checkpoint cannot be resumed
   */
  public List<TrainingRound> run(
      JavaSparkContext spark,
      JavaRDD<? extends TrainingShard> shards,
      Optional<Weights> initial,
      String folder,
      Runnable mayWrite,
      EpochScoring scoring,
      Consumer<TrainingProgress> progress,
      Consumer<List<TrainingRound>> finished) {
    Configuration hadoop = spark.hadoopConfiguration();
    Checkpoints checkpoints = new Checkpoints(folder, hadoop, mayWrite);
    Minibatches minibatches =
        new Minibatches(network.network(), elastic, plan, normalization, augmentation, teaching);
    Trainer trainer = new Trainer(spark, plan, checkpoints, scoring, progress);
    Trained trained =
        trainer.train(
            (stepsPerEpoch, workers) ->
                elastic
                    ? SuperNetworkGraph.elastic(network, plan.recipe(stepsPerEpoch, workers))
                    : SuperNetworkGraph.fixed(network, plan.recipe(stepsPerEpoch, workers)),
            initial,
            shards,
            minibatches);
    finished.accept(trained.log());
    mayWrite.run();
    new ModelFolder(folder, hadoop).save(trained);
    checkpoints.clear();
    return trained.log();
  }
}
