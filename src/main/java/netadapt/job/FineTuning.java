package netadapt.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import netadapt.BadInput;
import netadapt.JobLabels;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Split;
import netadapt.score.Outcome;
import netadapt.score.SharedModel;
import netadapt.score.Tally;
import netadapt.search.Iteration;
import netadapt.search.Journal;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.train.TaskTraining;
import netadapt.train.TrainingPlan;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Scores the samples of a descent as NetAdaptV1 does: each is trained for some steps from its
 * parent's weights first. An iteration is one Spark job with a task for each sample, and a small
 * one that trains the winner again, to the same weights, which are kept.
 *
 * @see <a href="https://arxiv.org/abs/1804.03230">NetAdapt</a>
 */
final class FineTuning implements SampleScoring {
  private final JavaSparkContext spark;
  private final TaskTraining training;
  private final int steps;
  private final SharedModel model;
  private final FineTunedWeights kept;
  private final Broadcast<ImageShard> images;
  private final Broadcast<ImageShard> heldOut;

  /**
   * Gives the executors their images, and removes what an earlier search has left of an iteration
   * that was not committed.
   *
   * @param shared weights of the whole super-network
   * @throws BadInput if the images are too many for an executor, or less than a minibatch
   */
  FineTuning(Run run, Dataset dataset, SuperNetwork network, Weights shared) {
    this.spark = run.context();
    this.steps = run.settings().scoring().fineTuneSteps();
    this.training = training(run, dataset, network);
    this.model = Scoring.model(run, dataset, network, shared);
    this.kept = new FineTunedWeights(run.directory(), shared);
    WholeSplit train = new WholeSplit(dataset, Split.TRAIN);
    WholeSplit scored = new WholeSplit(dataset, Split.HELD_OUT);
    check(run, dataset, network);
    run.warn(TaskThreads.ofTraining(spark, run.settings().search().plan().samples()));
    kept.removeUncommitted();
    this.images = train.broadcast(spark);
    this.heldOut = scored.broadcast(spark);
  }

  /**
   * Finds out whether samples can be fine-tuned on these images.
   *
   * @throws BadInput if they are too many for an executor, or less than a minibatch
   */
  static void check(Run run, Dataset dataset, SuperNetwork network) {
    TaskTraining training = training(run, dataset, network);
    run.settings()
        .using(
            "train",
            () ->
                check(
                    training.plan(),
                    dataset.count(Split.TRAIN),
                    dataset.count(Split.HELD_OUT),
                    dataset.bytesPerImage()));
  }

  /**
   * The same by numbers of images, before they are prepared.
   *
   * @param bytesPerImage as it is prepared, with its target
   * @return minibatches of the plan's epochs
   * @throws BadInput if they are too many for an executor
   * @throws netadapt.BrokenRule if they are less than a minibatch, or there are no such kernels
   */
  static long check(TrainingPlan plan, int train, int heldOut, double bytesPerImage) {
    plan.kernels().check();
    long steps = TaskTraining.steps(plan, train);
    WholeSplit.check("fine-tuning", Split.TRAIN, train, bytesPerImage);
    WholeSplit.check("fine-tuning", Split.HELD_OUT, heldOut, bytesPerImage);
    return steps;
  }

  private static TaskTraining training(Run run, Dataset dataset, SuperNetwork network) {
    return new TaskTraining(
        network,
        run.settings().train().plan().forFineTuning().withSeed(seed(run)),
        run.normalization(dataset),
        run.settings().train().augmentation());
  }

  private static long seed(Run run) {
    return run.settings().search().plan().seed();
  }

  /** Fine-tunes samples and scores them; the initial network is scored as it is. */
  @Override
  public List<Score> score(
      String description, int iteration, List<Sample> samples, LongConsumer scored) {
    List<FineTuneTask.Result> results = new ArrayList<>();
    inTasks(
        description,
        iteration,
        task -> {
          OneByOne.run(
              spark,
              samples,
              task::score,
              result -> {
                results.add(result);
                scored.accept(results.size());
              });
          return results;
        });
    results.sort(Comparator.comparingInt(FineTuneTask.Result::sample));
    return scores(results);
  }

  private List<Score> scores(List<FineTuneTask.Result> results) {
    List<Double> errors =
        Outcome.errors(results.stream().map(FineTuneTask.Result::outcome).toList());
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      FineTuneTask.Result result = results.get(i);
      Tally tally = result.outcome().tally();
      scores.add(
          new Score(
              result.sample(),
              tally.score(),
              errors.get(i),
              tally.correct(model.metric()),
              tally.images(),
              false,
              result.seconds(),
              tally.runtimeSeconds(),
              result.executor()));
    }
    return scores;
  }

  /** A journal in which no iteration is committed before its winner's weights are kept. */
  @Override
  public Journal keeping(Journal journal) {
    return new Journal() {
      @Override
      public List<Iteration> committed() {
        return journal.committed();
      }

      @Override
      public void commit(Iteration iteration, List<Double> budgetsMet) {
        if (iteration.index() > 0) {
          keep(iteration);
        }
        journal.commit(iteration, budgetsMet);
      }
    };
  }

  private void keep(Iteration iteration) {
    Sample winner = iteration.best().sample();
    String description = "iteration %d: the winner's weights".formatted(iteration.index());
    Weights weights =
        inTasks(
            description,
            iteration.index(),
            task -> spark.parallelize(List.of(winner), 1).map(task::train).collect().get(0));
    SubNetwork network = SubNetwork.of(training.network(), winner.architecture());
    kept.keep(iteration.index(), network, weights, training.plan());
  }

  /** Does something with the tasks of an iteration, whose start the executors have meanwhile. */
  private <T> T inTasks(String description, int iteration, Function<FineTuneTask, T> work) {
    Broadcast<SharedModel> parent = spark.broadcast(model.withWeights(kept.startOf(iteration)));
    int length = iteration == 0 ? 0 : steps;
    try (JobLabels labels = JobLabels.set(spark, description)) {
      return work.apply(new FineTuneTask(training, length, iteration, parent, images, heldOut));
    } finally {
      parent.destroy();
    }
  }

  @Override
  public void close() {
    images.destroy();
    heldOut.destroy();
  }
}
