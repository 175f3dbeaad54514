package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import netadapt.data.EpochImages;
import netadapt.data.Fault;
import netadapt.data.Fault.Kind;
import netadapt.data.ImageShard;
import netadapt.data.TrainingShard;
import netadapt.data.TwoMachines;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A training ends with the same weights, whatever goes wrong on the machines of a cluster. */
@Timeout(300)
class TrainingFaultsIT {
  private static final TrainingPlan PLAN = Plans.plan(2, 2, 1);
  private static final List<ImageShard> SHARDS = Plans.shards(30, 25);

  private static TwoMachines machines;
  private static Trained undisturbed;

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path logs) {
    machines = new TwoMachines(1, logs);
    undisturbed = train(logs, machines.spark().parallelize(SHARDS, SHARDS.size()), round -> {});
  }

  @AfterAll
  static void stop() {
    machines.close();
  }

  @BeforeEach
  void haveBothExecutors() {
    machines.awaitExecutors();
  }

  /** Goes wrong at its tenth image: in the first round, after its first minibatch. */
  private record FaultyShard(TrainingShard shard, Fault fault) implements TrainingShard {
    @Override
    public int size() {
      return shard.size();
    }

    @Override
    public int height() {
      return shard.height();
    }

    @Override
    public int width() {
      return shard.width();
    }

    @Override
    public int channels() {
      return shard.channels();
    }

    @Override
    public EpochImages epoch(long seed) {
      EpochImages images = shard.epoch(seed);
      return place -> {
        if (place == 10) {
          fault.strike();
        }
        return images.at(place);
      };
    }
  }

  @Test
  void taskThatFailsOnceChangesNoWeight() {
    int before = machines.failedTasks();

    assertSameWeights(trainWith(Kind.FAILURE));

    assertThat(machines.failedTasks()).isGreaterThan(before);
  }

  @Test
  void executorThatIsKilledAmidARoundChangesNoWeight() {
    int before = machines.lostExecutors();

    assertSameWeights(trainWith(Kind.KILL));

    assertThat(machines.lostExecutors()).isEqualTo(before + 1);
  }

  @Test
  void secondAttemptAtASlowTaskCountsNothingTwice() {
    int before = machines.secondAttempts();

    assertSameWeights(trainWith(Kind.STALL));

    assertThat(machines.secondAttempts()).isGreaterThan(before);
  }

  @Test
  void shardThatIsLostIsReadAnewAndChangesNoWeight() {
    LongAccumulator read = machines.spark().sc().longAccumulator();
    JavaRDD<ImageShard> counted =
        machines
            .spark()
            .parallelize(SHARDS, SHARDS.size())
            .map(
                shard -> {
                  read.add(1);
                  return shard;
                });
    long[] once = {0};

    Trained trained =
        train(
            folder,
            counted,
            progress -> {
              if (progress.last().round() == 0) {
                once[0] = read.value();
                machines.lose(counted, 1);
              }
            });

    assertSameWeights(trained);
    assertThat(read.value()).isGreaterThan(once[0]);
  }

  private Trained trainWith(Kind kind) {
    Fault fault = Fault.in(folder, kind);
    JavaRDD<TrainingShard> shards =
        machines
            .spark()
            .parallelize(SHARDS, SHARDS.size())
            .map(shard -> shard.index() == 1 ? new FaultyShard(shard, fault) : shard);
    Trained trained = train(folder, shards, round -> {});
    assertThat(fault.hasStruck()).isTrue();
    return trained;
  }

  private static Trained train(
      Path folder, JavaRDD<? extends TrainingShard> shards, Consumer<TrainingProgress> progress) {
    Checkpoints checkpoints =
        new Checkpoints(folder.resolve("training").toString(), new Configuration());
    return new Trainer(machines.spark(), PLAN, checkpoints, EpochScoring.NONE, progress)
        .train(Plans.source(PLAN), Optional.empty(), shards, Plans.minibatches(PLAN, true));
  }

  private static void assertSameWeights(Trained trained) {
    TrainingCase.assertSame(trained.graph(), undisturbed.graph());
    assertThat(trained.averaged().params()).isEqualTo(undisturbed.averaged().params());
    assertThat(trained.log())
        .extracting(TrainingRound::loss, TrainingRound::images)
        .isEqualTo(undisturbed.log().stream().map(row -> tuple(row.loss(), row.images())).toList());
  }
}
