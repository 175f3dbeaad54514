package netadapt.job;

import java.util.List;
import java.util.function.Consumer;
import netadapt.JobLabels;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Split;
import netadapt.score.SharedModel;
import netadapt.train.TaskTraining;
import netadapt.train.TrainingPlan;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Trains and tests the networks of a rank check: one Spark job, and a task for each training.
 *
 * @param network that they are sub-networks of
 * @param plan of each training, with the seed of the rank check
 * @param tested images to test on
 */
record RankTraining(
    Run run, Dataset dataset, SuperNetwork network, TrainingPlan plan, Split tested) {
  /**
   * Trains networks.
   *
   * @param shared weights of the whole super-network
   * @param trained is given each training's result as soon as it is there, by the calling thread
   * @throws netadapt.BadInput if the images are too many for an executor
   * @throws netadapt.BrokenRule if there is less than a minibatch of them
   */
  void run(Weights shared, List<RankTask.Training> trainings, Consumer<RankTask.Result> trained) {
    plan.kernels().check();
    TaskTraining training =
        new TaskTraining(
            network, plan, run.normalization(dataset), run.settings().train().augmentation());
    training.steps(dataset.count(Split.TRAIN));
    WholeSplit trainImages = new WholeSplit(dataset, Split.TRAIN);
    WholeSplit testImages = new WholeSplit(dataset, tested);
    trainImages.check("a rank check");
    testImages.check("a rank check");
    run.warn(TaskThreads.ofTraining(run.context(), trainings.size()));
    boolean fromShared = run.settings().train().initialWeights().ofSupernet();
    JavaSparkContext spark = run.context();
    Broadcast<SharedModel> model = spark.broadcast(Scoring.model(run, dataset, network, shared));
    Broadcast<ImageShard> images = trainImages.broadcast(spark);
    Broadcast<ImageShard> toTest = testImages.broadcast(spark);
    RankTask task = new RankTask(training, fromShared, model, images, toTest);
    String description = "%d trainings".formatted(trainings.size());
    try (JobLabels labels = JobLabels.set(spark, description)) {
      OneByOne.run(spark, trainings, task::run, trained);
    } finally {
      model.destroy();
      images.destroy();
      toTest.destroy();
    }
  }
}
