package netadapt.train;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import netadapt.BadInput;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.data.Augmentation;
import netadapt.data.ImageShard;
import netadapt.data.Normalization;
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
 */
public record Training(
    SubNetwork network,
    boolean elastic,
    TrainingPlan plan,
    Normalization normalization,
    Augmentation augmentation) {

  /**
   * Trains to the plan's end and keeps the model; goes on from the last checkpoint if there is one.
   *
   * @param shards the training images, one partition per worker
   * @param initial weights to start from; random ones if empty
   * @param folder where the model and the checkpoints are kept
   * @param progress told after every round
   * @return the training log
   * @throws BadInput if a worker has less than a minibatch of images
   */
  public List<TrainingRound> run(
      JavaSparkContext spark,
      JavaRDD<ImageShard> shards,
      Optional<Weights> initial,
      String folder,
      Consumer<TrainingProgress> progress) {
    Configuration hadoop = spark.hadoopConfiguration();
    Checkpoints checkpoints = new Checkpoints(folder, hadoop);
    Minibatches minibatches =
        new Minibatches(network.network(), elastic, plan, normalization, augmentation);
    Trainer trainer = new Trainer(spark, plan, checkpoints, progress);
    Trained trained =
        trainer.train(
            (stepsPerEpoch, workers) ->
                elastic
                    ? SuperNetworkGraph.elastic(network, plan.recipe(stepsPerEpoch, workers))
                    : SuperNetworkGraph.fixed(network, plan.recipe(stepsPerEpoch, workers)),
            initial,
            shards,
            minibatches);
    new ModelFolder(folder, hadoop).save(trained);
    checkpoints.clear();
    return trained.log();
  }
}
