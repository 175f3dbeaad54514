package netadapt.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import netadapt.arch.MaskedNetwork;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MeasuredStatisticsTest {
  private static final int NETWORKS = 30;
  private static final int IMAGES = 4;

  private static final List<Case> CASES = new ArrayList<>();

  /**
   * Sub-networks of one network on one batch.
   *
   * @param plain what an oracle measures, which takes long
   */
  private record Case(
      long seed,
      Weights shared,
      List<SubNetwork> group,
      List<float[]> images,
      List<Weights> measured,
      List<Weights> plain) {

    static Case of(long seed) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork network = random.either();
      Weights weights = random.weights(network);
      List<SubNetwork> group = MeasuredStatisticsTest.group(random, network);
      List<float[]> images = MeasuredStatisticsTest.images(random, network);
      return new Case(
          seed,
          weights,
          group,
          images,
          measure(group, weights, images),
          group.stream().map(sub -> PlainStatistics.of(sub, weights, images)).toList());
    }

    String what(int i) {
      return "seed %d, sub-network %d".formatted(seed, i);
    }
  }

  @BeforeAll
  static void measureCases() {
    LongStream.range(0, NETWORKS).mapToObj(Case::of).forEach(CASES::add);
  }

  @Test
  void theyAreThoseOfAPlainComputation() {
    for (Case one : CASES) {
      for (int i = 0; i < one.group().size(); i++) {
        equal(one.measured().get(i), one.plain().get(i), one.what(i));
      }
    }
  }

  @Test
  void networksWithThemGiveTheLogitsOfThePlainNetworkWithThem() {
    for (Case one : CASES) {
      SuperNetwork network = one.group().get(0).network();
      byte[] merged = OnnxModel.merge(one.group(), one.shared(), one.measured());
      List<float[]> logits;
      try (OnnxClassifier classifier = new OnnxClassifier("test", merged, 1)) {
        logits = classifier.run(buffer(network, one.images()), IMAGES).outputs();
      }

      for (int i = 0; i < one.group().size(); i++) {
        float[][] rows = OnnxClassifier.rows(logits.get(i), IMAGES);
        for (int image = 0; image < IMAGES; image++) {
          double[] wanted =
              MaskedNetwork.logits(
                  network,
                  one.group().get(i).architecture(),
                  one.plain().get(i),
                  one.images().get(image));
          equal(rows[image], wanted, one.what(i));
        }
      }
    }
  }

  @Test
  void layersWithOtherStatisticsAreNotShared() throws Exception {
    RandomNetworks random = new RandomNetworks(5);
    SuperNetwork network = random.network();
    Weights weights = random.weights(network);
    SubNetwork full = SubNetwork.full(network);
    Weights own = measure(List.of(full), weights, images(random, network)).get(0);
    Weights others = measure(List.of(full), weights, images(random, network)).get(0);

    assertThat(others).isNotEqualTo(own);
    assertThat(convolutions(List.of(full, full), weights, List.of(own, own)))
        .isEqualTo(convolutions(List.of(full), weights, List.of(own)));
    assertThat(convolutions(List.of(full, full), weights, List.of(own, others)))
        .isGreaterThan(convolutions(List.of(full), weights, List.of(own)));
  }

  @Test
  void numbersOfAnotherSubNetworkAreRefused() {
    RandomNetworks random = new RandomNetworks(5);
    SubNetwork full = SubNetwork.full(random.network());
    int wanted = OnnxModel.statisticsOf(full);

    assertThatThrownBy(() -> OnnxModel.statistics(full, new float[wanted + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("%d statistics given but the sub-network has %d".formatted(wanted + 1, wanted));
  }

  private static long convolutions(
      List<SubNetwork> group, Weights weights, List<Weights> statistics) throws Exception {
    return ModelProto.parseFrom(OnnxModel.merge(group, weights, statistics))
        .getGraph()
        .getNodeList()
        .stream()
        .filter(node -> node.getOpType().equals("Conv"))
        .count();
  }

  private static List<Weights> measure(
      List<SubNetwork> group, Weights weights, List<float[]> images) {
    byte[] model = OnnxModel.measure(group, weights);
    try (OnnxClassifier measuring = new OnnxClassifier("measuring", model, 1)) {
      List<float[]> outputs =
          measuring.run(buffer(group.get(0).network(), images), IMAGES).outputs();
      return IntStream.range(0, group.size())
          .mapToObj(i -> OnnxModel.statistics(group.get(i), outputs.get(i)))
          .toList();
    }
  }

  /** Four that have something to measure. */
  private static List<SubNetwork> group(RandomNetworks random, SuperNetwork network) {
    List<SubNetwork> group = new ArrayList<>();
    group.add(SubNetwork.full(network));
    while (group.size() < 4) {
      SubNetwork sub = SubNetwork.of(network, random.architecture(network));
      if (OnnxModel.statisticsOf(sub) > 0) {
        group.add(sub);
      }
    }
    return group;
  }

  private static List<float[]> images(RandomNetworks random, SuperNetwork network) {
    return IntStream.range(0, IMAGES).mapToObj(i -> random.image(network)).toList();
  }

  /** From channels last to channels first. */
  private static FloatBuffer buffer(SuperNetwork network, List<float[]> images) {
    Shape shape = network.input();
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(Float.BYTES * images.size() * images.get(0).length)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (float[] image : images) {
      for (int channel = 0; channel < shape.channels(); channel++) {
        for (int i = channel; i < image.length; i += shape.channels()) {
          buffer.put(image[i]);
        }
      }
    }
    return buffer.flip();
  }

  /** Every statistic that was measured, and nothing else, is what it should be. */
  private static void equal(Weights measured, Weights plain, String what) {
    for (var entry : measured.tensors().entrySet()) {
      Tensor wanted = plain.tensors().get(entry.getKey());
      for (int i = 0; i < entry.getValue().length(); i++) {
        assertThat((double) entry.getValue().at(i))
            .as("%s, %s %d", what, entry.getKey(), i)
            .isCloseTo(wanted.at(i), within(1e-4 * (1 + Math.abs(wanted.at(i)))));
      }
    }
  }

  private static void equal(float[] logits, double[] wanted, String what) {
    double largest =
        IntStream.range(0, wanted.length).mapToDouble(i -> Math.abs(wanted[i])).max().orElseThrow();
    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) logits[i]).as(what).isCloseTo(wanted[i], within(1e-3 * (1 + largest)));
    }
  }
}
