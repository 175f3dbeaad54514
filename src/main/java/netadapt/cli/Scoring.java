package netadapt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.data.Split;
import netadapt.score.Accuracy;
import netadapt.score.ScoringJob;
import netadapt.score.SharedModel;
import netadapt.search.Sample;
import netadapt.search.Score;

/** Puts the scoring job behind what the search and the final report ask for. */
final class Scoring implements AutoCloseable {
  private static final int TASKS_PER_SLOT = 4;
  private static final long POLL_MILLIS = 500;

  private final ScoringJob job;

  /**
   * @param split whose images are classified
   * @param weights of the super-network, or those of the one sub-network that is scored
   */
  Scoring(Run run, Dataset dataset, SuperNetwork network, Weights weights, Split split) {
    ScoringSettings settings = run.settings().scoring();
    int shards = settings.shards() == 0 ? executors(run) : settings.shards();
    int groups =
        settings.groups() == 0
            ? Math.max(1, TASKS_PER_SLOT * run.slots() / shards)
            : settings.groups();
    SharedModel model =
        new SharedModel(
            network, weights, run.normalization(dataset), settings.batch(), threads(run));
    this.job =
        new ScoringJob(
            run.context(), model, dataset.shards(split, shards, settings.batch()), groups);
  }

  /** Threads of a task. */
  static int threads(Run run) {
    int threads = run.settings().scoring().threads();
    return threads == 0 ? run.taskCores() : threads;
  }

  /** Scores samples; tells how many are done as their tasks end. */
  List<Score> score(String description, List<Sample> samples, LongConsumer scored) {
    List<Accuracy> accuracies;
    try (Poll poll = new Poll(() -> scored.accept(job.scored() / job.shardCount()))) {
      accuracies = job.score(description, samples.stream().map(Sample::architecture).toList());
    }
    List<Score> scores = new ArrayList<>();
    for (Accuracy accuracy : accuracies) {
      int sample = samples.get(accuracy.candidate()).index();
      scores.add(
          new Score(
              sample,
              accuracy.topOne(),
              accuracy.correct(),
              accuracy.images(),
              accuracy.seconds(),
              accuracy.executor()));
    }
    return scores;
  }

  /** The share of the split's images that one network classifies correctly. */
  double accuracy(String description, Architecture architecture) {
    return job.score(description, List.of(architecture)).get(0).topOne();
  }

  /** One shard per executor, so that each keeps its part; locally there is only one. */
  private static int executors(Run run) {
    int registered = run.spark().sparkContext().statusTracker().getExecutorInfos().length;
    return Math.max(1, registered - 1); // the driver is among them
  }

  @Override
  public void close() {
    job.close();
  }

  /** Does something every half second until closed. */
  private static final class Poll implements AutoCloseable {
    private final Thread thread;

    Poll(Runnable action) {
      thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Thread.sleep(POLL_MILLIS);
                    action.run();
                  }
                } catch (InterruptedException e) {
                  // closed
                }
              },
              "scoring-progress");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
