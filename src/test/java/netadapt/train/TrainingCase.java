package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import netadapt.data.ImageShard;
import netadapt.data.LocalSpark;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of a small network on digits, for the tests of training and of resuming it. */
abstract class TrainingCase extends LocalSpark {
  // Two workers of 3 minibatches an epoch; 6 steps in rounds of 2, 2 and 2.
  static final int WORKERS = 2;

  /** The images of each worker, where there are so many workers. */
  static final Map<Integer, int[]> IMAGES_OF =
      Map.of(1, new int[] {55}, WORKERS, new int[] {30, 25}, 4, new int[] {14, 14, 14, 13});

  static final TrainingPlan EVERY_ROUND = Plans.plan(2, 2, 1);
  static final TrainingPlan EVERY_OTHER_ROUND = Plans.plan(2, 1, 2);

  @TempDir Path folder;

  /** Stands for whatever kills a driver. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static Consumer<TrainingProgress> killedAfter(int round) {
    return progress -> {
      if (progress.last().round() == round) {
        throw new Killed();
      }
    };
  }

  static Trained train(
      TrainingPlan plan, Checkpoints checkpoints, Consumer<TrainingProgress> progress) {
    return train(plan, checkpoints, IMAGES_OF.get(WORKERS), progress);
  }

  static Trained train(TrainingPlan plan, Checkpoints checkpoints, int[] images) {
    return train(plan, checkpoints, images, progress -> {});
  }

  static Trained train(
      TrainingPlan plan,
      Checkpoints checkpoints,
      int[] images,
      Consumer<TrainingProgress> progress) {
    return train(plan, checkpoints, images, EpochScoring.NONE, progress);
  }

  static Trained train(
      TrainingPlan plan,
      Checkpoints checkpoints,
      int[] images,
      EpochScoring scoring,
      Consumer<TrainingProgress> progress) {
    return new Trainer(context(), plan, checkpoints, scoring, progress)
        .train(
            Plans.source(plan),
            Optional.empty(),
            rdd(Plans.shards(images)),
            Plans.minibatches(plan, true));
  }

  Checkpoints checkpoints(String name) {
    return new Checkpoints(folder.resolve(name).toString(), context().hadoopConfiguration());
  }

  static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  static JavaRDD<ImageShard> rdd(List<ImageShard> shards) {
    return context().parallelize(shards, shards.size());
  }

  static void assertSame(ComputationGraph one, ComputationGraph two) {
    WorkerState first = WorkerState.of(one);
    WorkerState second = WorkerState.of(two);
    assertThat(first.parameters()).isEqualTo(second.parameters());
    assertThat(first.updater()).isEqualTo(second.updater());
    assertThat(first.iteration()).isEqualTo(second.iteration());
  }
}
