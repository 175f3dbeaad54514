package netadapt.job;

import java.util.List;
import java.util.function.Consumer;
import netadapt.BadInput;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Split;
import netadapt.score.JobLabels;
import netadapt.score.SharedModel;
import netadapt.settings.TrainingSettings.InitialWeights;
import netadapt.train.TaskTraining;
import netadapt.train.TrainingPlan;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Trains and tests the networks of a rank check: one Spark job, and a task for each network.
 *
 * @param network that they are sub-networks of
 * @param plan of each training, with the seed of the rank check
 * @param tested images to test on
 */
record RankTraining(
    Run run, Dataset dataset, SuperNetwork network, TrainingPlan plan, Split tested) {
  /** What every executor holds of the images, and the driver takes at a time (1 GiB by default). */
  private static final long MOST_BYTES = 1_000_000_000;

  /**
   * Trains networks.
   *
   * @param shared weights of the whole super-network
   * @param trained is given each network's result as soon as it is there, by the calling thread
   * @throws BadInput if the images are too many for an executor
   * @throws netadapt.BrokenRule if there is less than a minibatch of them
   */
  void run(Weights shared, List<RankTask.Network> networks, Consumer<RankTask.Result> trained) {
    plan.kernels().check();
    TaskTraining training =
        new TaskTraining(network, plan, run.normalization(dataset), run.augmentation());
    training.steps(dataset.count(Split.TRAIN));
    checkSize(Split.TRAIN);
    checkSize(tested);
    run.warn(TaskThreads.ofTraining(run.context(), networks.size()));
    boolean fromShared = run.settings().train().initialWeights() == InitialWeights.SHARED;
    JavaSparkContext spark = run.context();
    Broadcast<SharedModel> model = spark.broadcast(Scoring.model(run, dataset, network, shared));
    Broadcast<ImageShard> images = spark.broadcast(dataset.collect(Split.TRAIN));
    Broadcast<ImageShard> testImages = spark.broadcast(dataset.collect(tested));
    RankTask task = new RankTask(training, fromShared, model, images, testImages);
    String description = "rank check: %d networks to train".formatted(networks.size());
    try (JobLabels labels = JobLabels.set(spark, description)) {
      OneByOne.run(spark, networks, task::run, trained);
    } finally {
      model.destroy();
      images.destroy();
      testImages.destroy();
    }
  }

  private void checkSize(Split split) {
    int images = dataset.count(split);
    long bytes = (long) images * dataset.height() * dataset.width() * dataset.channels();
    if (bytes > MOST_BYTES) {
      throw new BadInput(
          ("the %,d %s images have %.1f GB but a rank check gives every executor all of them, and at"
                  + " most %.1f GB: prepare smaller ones with data.height and data.width, or fewer")
              .formatted(images, split.column(), bytes / 1e9, MOST_BYTES / 1e9));
    }
  }
}
