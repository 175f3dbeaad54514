package netadapt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.data.Split;
import netadapt.score.ScoringJob;
import netadapt.score.SharedModel;
import netadapt.score.Tally;
import netadapt.search.Sample;
import netadapt.search.Score;

/** Puts the scoring job behind what the search and the final report ask for. */
final class Scoring implements AutoCloseable {
  /** Images of a shard, where there are so many: groups may then be large. */
  private static final int SHARD_IMAGES = 1024;

  private static final long MEGABYTE = 1_000_000;
  private static final long POLL_MILLIS = 500;

  private final ScoringJob job;

  /**
   * @param split whose images are classified
   * @param weights of the super-network, or those of the one sub-network that is scored
   */
  Scoring(Run run, Dataset dataset, SuperNetwork network, Weights weights, Split split) {
    ScoringSettings settings = run.settings().scoring();
    int shards =
        settings.shards() == 0 ? shards(run.slots(), dataset.count(split)) : settings.shards();
    SharedModel model =
        new SharedModel(
            network,
            weights,
            run.normalization(dataset),
            settings.metric().metric(),
            settings.batch(),
            threads(run));
    this.job =
        new ScoringJob(
            run.context(),
            model,
            dataset.shards(split, shards, settings.batch()),
            new ScoringJob.GroupSize(settings.groups(), settings.groupMegabytes() * MEGABYTE));
  }

  /** As many for every task slot. */
  static int shards(int slots, int images) {
    return slots * Math.max(1, (images + slots * SHARD_IMAGES - 1) / (slots * SHARD_IMAGES));
  }

  /** Threads of a task. */
  static int threads(Run run) {
    int threads = run.settings().scoring().threads();
    return threads == 0 ? run.taskCores() : threads;
  }

  /** Scores samples; tells how many are done as their tasks end. */
  List<Score> score(String description, List<Sample> samples, LongConsumer scored) {
    List<Tally> tallies;
    try (Poll poll = new Poll(() -> scored.accept(job.scored()))) {
      tallies = job.score(description, samples.stream().map(Sample::architecture).toList());
    }
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < tallies.size(); i++) {
      Tally tally = tallies.get(i);
      scores.add(
          new Score(
              samples.get(i).index(),
              tally.score(),
              Math.round(tally.value()),
              tally.images(),
              tally.seconds(),
              tally.runtimeSeconds(),
              tally.executor()));
    }
    return scores;
  }

  /** One network's score on the split's images. */
  double accuracy(String description, Architecture architecture) {
    return job.score(description, List.of(architecture)).get(0).score();
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
