package netadapt.score;

import static netadapt.score.ScoredDigits.WEIGHTS;
import static netadapt.score.ScoredDigits.architectures;
import static netadapt.score.ScoredDigits.shards;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import netadapt.arch.Architecture;
import netadapt.data.Fault;
import netadapt.data.Fault.Kind;
import netadapt.data.ImageShard;
import netadapt.data.TwoMachines;
import netadapt.task.TopK;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scores are the same, and each there once, whatever goes wrong on the machines of a cluster. */
@Timeout(300)
class ScoringFaultsIT {
  private static final int FAULTY = 5; // in the middle: others are kept, others are still to come
  private static final List<Architecture> ALL = architectures();

  private static TwoMachines machines;
  private static List<Double> undisturbed;

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path logs) {
    machines = new TwoMachines(1, logs);
    undisturbed = score(job -> job.score("undisturbed", ALL), shard -> shard);
  }

  @AfterAll
  static void stop() {
    machines.close();
  }

  @BeforeEach
  void haveBothExecutors() {
    machines.awaitExecutors();
  }

  @Test
  void taskThatFailsOnceChangesNoScore() {
    int before = machines.failedTasks();

    assertThat(scoreWith(Kind.FAILURE)).isEqualTo(undisturbed);

    assertThat(machines.failedTasks()).isGreaterThan(before);
  }

  @Test
  void executorThatIsKilledAmidChangesNoScore() {
    int before = machines.lostExecutors();

    assertThat(scoreWith(Kind.KILL)).isEqualTo(undisturbed);

    assertThat(machines.lostExecutors()).isEqualTo(before + 1);
  }

  @Test
  void secondAttemptAtASlowTaskCountsNothingTwice() {
    int before = machines.secondAttempts();

    assertThat(scoreWith(Kind.STALL)).isEqualTo(undisturbed);

    assertThat(machines.secondAttempts()).isGreaterThan(before);
  }

  @Test
  void shardThatIsLostIsReadAnewAndChangesNoScore() {
    LongAccumulator read = machines.spark().sc().longAccumulator();
    Function<JavaRDD<ImageShard>, JavaRDD<ImageShard>> counted =
        shards ->
            shards.map(
                shard -> {
                  read.add(1);
                  return shard;
                });
    Images images = images(counted);
    try (ScoringJob job = job(images)) {
      job.score("before", ALL.subList(0, 2));
      long once = read.value();
      machines.lose(images.shards(), FAULTY);

      List<Tally> after = job.score("after", ALL);

      assertThat(read.value()).isGreaterThan(once);
      assertThat(after).extracting(Tally::images).containsOnly(64L);
      assertThat(after).extracting(Tally::value).isEqualTo(undisturbed);
    }
  }

  private List<Double> scoreWith(Kind kind) {
    Fault fault = Fault.in(folder, kind);
    List<Double> correct =
        score(
            job -> job.score("with " + kind, ALL),
            shards ->
                shards.map(
                    shard -> {
                      if (shard.index() == FAULTY) {
                        fault.strike();
                      }
                      return shard;
                    }));
    assertThat(fault.hasStruck()).isTrue();
    return correct;
  }

  /** Digits that each network got right, each digit seen once. */
  private static List<Double> score(
      Function<ScoringJob, List<Tally>> scoring,
      Function<JavaRDD<ImageShard>, JavaRDD<ImageShard>> reading) {
    try (ScoringJob job = job(images(reading))) {
      List<Tally> tallies = scoring.apply(job);
      assertThat(tallies).hasSameSizeAs(ALL).extracting(Tally::images).containsOnly(64L);
      assertThat(job.scored()).isEqualTo(ALL.size());
      return tallies.stream().map(Tally::value).toList();
    }
  }

  private static ScoringJob job(Images images) {
    ScoringJob.Plan plan = ScoredDigits.plan(List.of(images), 0.5, Optional.empty(), 2);
    return ScoredDigits.job(machines.spark(), WEIGHTS, new TopK(1), plan);
  }

  private static Images images(Function<JavaRDD<ImageShard>, JavaRDD<ImageShard>> reading) {
    List<ImageShard> shards = shards(8, 8, 8, 8, 8, 8, 8, 8);
    return new Images(reading.apply(machines.spark().parallelize(shards, shards.size())), 64);
  }
}
