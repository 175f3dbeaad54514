package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import netadapt.Seeds;
import netadapt.data.Augmentation;
import netadapt.data.ImageShard;
import netadapt.data.Normalization;
import netadapt.nn.Draws;
import netadapt.nn.OrderedDropout;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

class MinibatchesTest {
  private static final int STEPS_PER_EPOCH = 3;
  private static final TrainingPlan PLAN = Plans.plan(4, 1, 1); // batches of 8, smoothing 0.1

  private final Minibatches minibatches = Plans.minibatches(PLAN, true);
  private final ImageShard shard = Plans.shards(30).get(0);

  @Test
  void aStepsMinibatchIsTheSameHoweverItIsAskedFor() {
    List<MultiDataSet> inOrder = batches(minibatches, 0, 0, 9);

    for (int step : new int[] {7, 0, 4, 8}) {
      MultiDataSet alone = batches(minibatches, 0, step, 1).get(0);
      assertThat(numbers(alone.getFeatures(0)))
          .isEqualTo(numbers(inOrder.get(step).getFeatures(0)));
      assertThat(numbers(alone.getFeatures(1)))
          .isEqualTo(numbers(inOrder.get(step).getFeatures(1)));
      assertThat(numbers(alone.getLabels(0))).isEqualTo(numbers(inOrder.get(step).getLabels(0)));
    }
  }

  @Test
  void workersAndStepsDrawDifferently() {
    List<float[]> draws = new ArrayList<>();
    for (int worker = 0; worker < 2; worker++) {
      for (MultiDataSet batch : batches(minibatches, worker, 0, 4)) {
        draws.add(numbers(batch.getFeatures(1)));
      }
    }
    Set<List<Float>> distinct = new HashSet<>();
    for (float[] one : draws) {
      List<Float> boxed = new ArrayList<>();
      for (float number : one) {
        boxed.add(number);
      }
      distinct.add(boxed);
    }
    assertThat(distinct).hasSize(8);
  }

  @Test
  void subNetworksAreDrawnByThePlansRule() {
    // The sixth of twelve steps; the networks shrink until half of them are over.
    Draws draws = new Draws(Draws.Rule.PATH, 1, 2, 0.5);
    TrainingPlan plan =
        new TrainingPlan(
            PLAN.pace(),
            PLAN.optimizer(),
            PLAN.schedule(),
            PLAN.regularization(),
            PLAN.averages(),
            draws,
            PLAN.kernels(),
            PLAN.seed());
    OrderedDropout dropout = new OrderedDropout(Plans.NETWORK, draws);

    float[] drawn = numbers(batches(Plans.minibatches(plan, true), 1, 5, 1).get(0).getFeatures(1));

    long seed = Seeds.mix(plan.seed(), "draws", 1, 5L);
    assertThat(drawn).isEqualTo(dropout.encode(dropout.draw(8, 5 / 12.0, seed)));
  }

  @Test
  void anEpochUsesNoImageTwice() {
    // Image i is all of grey value i, so that a minibatch tells which images it holds.
    byte[] pixels = new byte[30 * 4];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 4);
    }
    ImageShard numbered = new ImageShard(0, 0, 2, 2, 1, pixels, new int[30]);
    Minibatches plain =
        new Minibatches(
            Plans.NETWORK,
            false,
            PLAN,
            new Normalization(new float[] {0}, new float[] {1}),
            Augmentation.NONE);
    List<List<Integer>> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < 2; epoch++) {
      List<Integer> used = new ArrayList<>();
      Iterator<MultiDataSet> steps =
          plain.of(numbered, 0, STEPS_PER_EPOCH, (long) epoch * STEPS_PER_EPOCH, STEPS_PER_EPOCH);
      while (steps.hasNext()) {
        float[] batch = numbers(steps.next().getFeatures(0));
        for (int i = 0; i < batch.length; i += 4) {
          used.add(Math.round(batch[i] * 255));
        }
      }
      assertThat(used).hasSize(24).doesNotHaveDuplicates();
      epochs.add(used);
    }
    assertThat(epochs.get(0)).isNotEqualTo(epochs.get(1));
  }

  @Test
  void anImageIsChangedTheSameWhateverTheWorker() {
    Map<Integer, List<Float>> ofOne = changed(List.of(numbered(0, 0, 32)), 1);
    Map<Integer, List<Float>> ofTwo = changed(List.of(numbered(0, 0, 16), numbered(1, 16, 32)), 1);

    assertThat(ofOne).hasSize(32).isEqualTo(ofTwo);
  }

  @Test
  void anImageIsChangedAnewInEachEpoch() {
    ImageShard images = numbered(0, 0, 32);

    Map<Integer, List<Float>> second = changed(List.of(images), 2);

    Map<Integer, List<Float>> first = changed(List.of(images), 1);
    int same = 0;
    for (int image : first.keySet()) {
      same += first.get(image).equals(second.get(image)) ? 1 : 0;
    }
    assertThat(same).isLessThan(16); // one in nine is expected
  }

  /**
   * Images of one value each, their number and one more: what comes into view when they are shifted
   * is 0.
   */
  private static ImageShard numbered(int index, int from, int to) {
    byte[] pixels = new byte[(to - from) * 16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (from + i / 16 + 1);
    }
    return new ImageShard(index, from, 4, 4, 1, pixels, new int[to - from]);
  }

  /** The images of an epoch, from 1, as they are trained on, by their number. */
  private static Map<Integer, List<Float>> changed(List<ImageShard> shards, int epoch) {
    Minibatches shifting =
        new Minibatches(
            Plans.NETWORK,
            false,
            PLAN,
            new Normalization(new float[] {0}, new float[] {1}),
            Plans.SHIFTED);
    Map<Integer, List<Float>> changed = new HashMap<>();
    for (ImageShard shard : shards) {
      int steps = shard.size() / 8;
      Iterator<MultiDataSet> epochs =
          shifting.of(shard, shard.index(), steps, (long) (epoch - 1) * steps, steps);
      while (epochs.hasNext()) {
        float[] batch = numbers(epochs.next().getFeatures(0));
        for (int image = 0; image < batch.length; image += 16) {
          List<Float> values = new ArrayList<>();
          for (int i = image; i < image + 16; i++) {
            values.add(batch[i]);
          }
          changed.put(Math.round(Collections.max(values) * 255) - 1, values);
        }
      }
    }
    return changed;
  }

  @Test
  void labelsAreSmoothedOverAllClasses() {
    INDArray labels = batches(minibatches, 0, 0, 1).get(0).getLabels(0);

    for (int image = 0; image < 8; image++) {
      int ones = 0;
      for (int label = 0; label < 10; label++) {
        float target = labels.getFloat(image, label);
        // 0.1 is spread over 10 classes; the label's own keeps 0.9 more.
        boolean own = target > 0.5;
        assertThat(target).isCloseTo(own ? 0.91f : 0.01f, within(1e-6f));
        ones += own ? 1 : 0;
      }
      assertThat(ones).isEqualTo(1);
    }
  }

  @Test
  void onlyASuperNetworkGetsDraws() {
    assertThat(batches(minibatches, 0, 0, 1).get(0).getFeatures()).hasSize(2);
    assertThat(batches(Plans.minibatches(PLAN, false), 0, 0, 1).get(0).getFeatures()).hasSize(1);
  }

  @Test
  void aMinibatchIsLeftAloneWhileTheNextIsMade() {
    Iterator<MultiDataSet> steps = minibatches.of(shard, 0, STEPS_PER_EPOCH, 0, 2);
    MultiDataSet first = steps.next();
    float[] pixels = numbers(first.getFeatures(0));
    float[] draws = numbers(first.getFeatures(1));
    float[] labels = numbers(first.getLabels(0));

    steps.next();

    assertThat(numbers(first.getFeatures(0))).isEqualTo(pixels);
    assertThat(numbers(first.getFeatures(1))).isEqualTo(draws);
    assertThat(numbers(first.getLabels(0))).isEqualTo(labels);
  }

  @Test
  void twoMinibatchesAreFilledInTurn() {
    Iterator<MultiDataSet> steps = minibatches.of(shard, 0, STEPS_PER_EPOCH, 0, 4);
    MultiDataSet first = steps.next();
    MultiDataSet second = steps.next();

    assertThat(steps.next()).isSameAs(first);
    assertThat(steps.next()).isSameAs(second);
    assertThat(steps.hasNext()).isFalse();
    assertThatThrownBy(steps::next).isInstanceOf(NoSuchElementException.class);
  }

  private List<MultiDataSet> batches(Minibatches source, int worker, long from, int steps) {
    List<MultiDataSet> all = new ArrayList<>();
    source
        .of(shard, worker, STEPS_PER_EPOCH, from, steps)
        .forEachRemaining(batch -> all.add(((org.nd4j.linalg.dataset.MultiDataSet) batch).copy()));
    return all;
  }

  private static float[] numbers(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
