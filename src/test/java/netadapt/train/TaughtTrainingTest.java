package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import netadapt.arch.SubNetwork;
import netadapt.data.Digits;
import netadapt.data.ImageShard;
import netadapt.nn.SuperNetworkGraph;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.api.MultiDataSet;

class TaughtTrainingTest extends TrainingCase {
  private static final int[] IMAGES = IMAGES_OF.get(WORKERS);
  private static final AtomicInteger LOADED = new AtomicInteger();
  private static final AtomicInteger CLOSED = new AtomicInteger();

  /** Says of an image what its first numbers are, and counts how often it is loaded. */
  private static final class Plain implements Teacher {
    @Override
    public float[][] logits(float[] images, int count) {
      float[][] logits = new float[count][10];
      int size = images.length / count;
      for (int image = 0; image < count; image++) {
        for (int c = 0; c < 10; c++) {
          logits[image][c] = images[image * size + 20 + c];
        }
      }
      return logits;
    }

    @Override
    public void close() {
      CLOSED.incrementAndGet();
    }
  }

  @Test
  void theTeacherSeesTheImagesThatAreTrainedOn() {
    TrainingPlan plan = EVERY_ROUND.with(new Distillation(0.9, 1));
    List<float[]> seen = new ArrayList<>();
    Teaching teaching =
        (images, count, threads) -> {
          assertThat(count).isEqualTo(8);
          assertThat(threads).isEqualTo(1);
          seen.add(images.clone());
          return new Plain().logits(images, count);
        };
    Iterator<MultiDataSet> taught = minibatches(plan, teaching).of(shard(), 0, 3, 0, 2);
    Iterator<MultiDataSet> alone = minibatches(EVERY_ROUND, Teaching.NONE).of(shard(), 0, 3, 0, 2);
    for (int step = 0; step < 2; step++) {
      MultiDataSet minibatch = taught.next();
      MultiDataSet labelled = alone.next();

      float[] images = labelled.getFeatures(0).dup('c').data().asFloat();
      assertThat(minibatch.getFeatures(0)).isEqualTo(labelled.getFeatures(0));
      assertThat(seen.get(step)).isEqualTo(images);
      float[] labels = labelled.getLabels(0).dup('c').data().asFloat();
      assertThat(minibatch.getLabels(0).dup('c').data().asFloat())
          .isEqualTo(plan.distillation().targets(labels, new Plain().logits(images, 8)));
    }
  }

  @Test
  void atAnotherTemperatureThereAreTwiceAsManyTargets() {
    TrainingPlan plan = EVERY_ROUND.with(new Distillation(0.5, 4));
    Teaching teaching = (images, count, threads) -> new Plain().logits(images, count);

    MultiDataSet minibatch = minibatches(plan, teaching).of(shard(), 0, 3, 0, 1).next();

    assertThat(minibatch.getLabels(0).shape()).containsExactly(8, 20);
    // Labels by half, and shares by 0.5 · 4².
    assertThat(minibatch.getLabels(0).sumNumber().doubleValue())
        .isCloseTo(8 * (0.5 + 8), within(1e-4));
  }

  @Test
  void withoutATeacherNobodyIsAsked() {
    MultiDataSet minibatch = minibatches(EVERY_ROUND, Teaching.NONE).of(shard(), 0, 3, 0, 1).next();

    assertThat(minibatch.getLabels(0).shape()).containsExactly(8, 10);
  }

  @Test
  void aKilledTrainingWithATeacherGoesOnToTheSameWeights() {
    for (double temperature : new double[] {1, 3}) {
      TrainingPlan plan =
          new TrainingPlan(
              EVERY_ROUND.pace(),
              EVERY_ROUND.optimizer(),
              EVERY_ROUND.schedule(),
              new Regularization(1e-5, 0.2, 0.1, 0.6),
              EVERY_ROUND.averages(),
              EVERY_ROUND.draws(),
              EVERY_ROUND.kernels(),
              EVERY_ROUND.seed(),
              new Distillation(0.9, temperature),
              EVERY_ROUND.task());
      String name = "t" + (int) temperature;
      Broadcast<byte[]> model = context().broadcast(new byte[0]);
      Teaching teaching = new SentTeacher(name, model, (content, threads) -> new Plain());
      Trained whole = train(plan, teaching, checkpoints(name + "-whole"), round -> {});
      Checkpoints checkpoints = checkpoints(name + "-killed");
      assertThatThrownBy(() -> train(plan, teaching, checkpoints, killedAfter(1)))
          .isInstanceOf(Killed.class);

      Trained resumed = train(plan, teaching, checkpoints, round -> {});

      assertSame(resumed.graph(), whole.graph());
      assertThat(resumed.averaged().params()).isEqualTo(whole.averaged().params());
      assertThat(whole.log()).extracting(TrainingRound::loss).doesNotContain(Double.NaN);
    }
  }

  @Test
  void anExecutorLoadsATeacherOnceAndClosesItForTheNext() {
    Broadcast<byte[]> model = context().broadcast(new byte[] {7});
    Teacher.Loader loader =
        (content, threads) -> {
          assertThat(content).containsExactly(7);
          LOADED.incrementAndGet();
          return new Plain();
        };
    SentTeacher first = new SentTeacher("first", model, loader);
    SentTeacher again = new SentTeacher("first", model, loader);
    SentTeacher second = new SentTeacher("second", model, loader);
    LOADED.set(0);
    first.logits(new float[64], 1, 1);
    CLOSED.set(0);
    again.logits(new float[64], 1, 1);
    assertThat(LOADED).hasValue(1);
    assertThat(CLOSED).hasValue(0);

    second.logits(new float[64], 1, 1);

    assertThat(LOADED).hasValue(2);
    assertThat(CLOSED).hasValue(1);
  }

  private static Trained train(
      TrainingPlan plan,
      Teaching teaching,
      Checkpoints checkpoints,
      Consumer<TrainingProgress> progress) {
    return new Trainer(context(), plan, checkpoints, EpochScoring.NONE, progress)
        .train(
            (stepsPerEpoch, workers) ->
                SuperNetworkGraph.fixed(
                    SubNetwork.full(Plans.NETWORK), plan.recipe(stepsPerEpoch, workers)),
            Optional.empty(),
            rdd(Plans.shards(IMAGES)),
            minibatches(plan, teaching));
  }

  private static Minibatches minibatches(TrainingPlan plan, Teaching teaching) {
    return new Minibatches(
        Plans.NETWORK, false, plan, Digits.normalization(1), Plans.SHIFTED, teaching);
  }

  private static ImageShard shard() {
    return Plans.shards(30).get(0);
  }
}
