package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import netadapt.arch.Activation;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class StochasticDepthTest {
  private static final int IMAGES = 6;

  /** Of 4 residual blocks, 3 of which are there in {@link #withoutB3}. */
  private static final SuperNetwork NETWORK =
      new NetworkBuilder("deep", new Shape(4, 4, 2), 5, 24)
          .convolution("c1", 4, 3, 1, Activation.HARD_SWISH, true, -1)
          .mobile("b2", 6, 4, 3, 1, Activation.RELU, true, 4)
          .mobile("b3", 6, 4, 3, 1, Activation.RELU, false, 4)
          .mobile("b4", 6, 6, 3, 1, Activation.RELU, false, 4)
          .mobile("b5", 6, 4, 3, 1, Activation.RELU, false, 4)
          .globalAveragePool("pool")
          .dense("classifier", 3)
          .build();

  /** 1 − l/L (1 − survival): of three blocks, 1 − 0.1, 1 − 0.2 and 1 − 0.3. */
  @Test
  void survivalFallsLinearlyOverTheBlocksThatAreThere() {
    ComputationGraphConfiguration graph = SuperNetworkGraph.fixed(withoutB3(), recipe(0.7));

    assertThat(sum(graph, "b2.sum").survival).isCloseTo(0.9, within(1e-12));
    assertThat(graph.getVertices()).doesNotContainKey("b3.sum");
    assertThat(sum(graph, "b4.sum").survival).isCloseTo(0.8, within(1e-12));
    assertThat(sum(graph, "b5.sum").survival).isCloseTo(0.7, within(1e-12));
  }

  @Test
  void whereSubNetworksAreDrawnBlocksSurvive() {
    ComputationGraphConfiguration graph =
        SuperNetworkGraph.elastic(SubNetwork.full(NETWORK), recipe(0.5));

    assertThat(sum(graph, "b5.sum").survival).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(KernelChoice.class)
  void anImageAddsItsWholeBranchDividedByItsShareOrNothing(KernelChoice kernels) {
    ComputationGraph graph = graph(0.4);
    kernels.use(graph);
    int left = 0;
    for (int seed = 0; seed < 5; seed++) {
      Map<String, INDArray> layers = forward(graph, seed);
      String before = "c1";
      for (String block : List.of("b2", "b3", "b4", "b5")) {
        double survival = sum(graph.getConfiguration(), block + ".sum").survival;
        for (int image = 0; image < IMAGES; image++) {
          float[] sum = image(layers.get(block + ".sum"), image);
          float[] input = image(layers.get(before), image);
          float[] branch = image(layers.get(block + ".project"), image);
          boolean dropped = equal(sum, sum(input, branch, 0, channels(layers, before, block)));
          float[] whole = sum(input, branch, 1 / survival, channels(layers, before, block));
          assertThat(dropped || equal(sum, whole)).as(block).isTrue();
          left += dropped ? 0 : 1;
        }
        before = block + ".sum";
      }
    }
    assertThat(left).isBetween(1, 5 * 4 * IMAGES - 1);
  }

  @Test
  void asManyImagesKeepABranchAsItsShareSays() {
    ComputationGraph graph = graph(0.4);
    int[] left = new int[4];
    int seeds = 500;
    for (int seed = 0; seed < seeds; seed++) {
      Map<String, INDArray> layers = forward(graph, seed);
      String before = "c1";
      for (int block = 0; block < left.length; block++) {
        String name = "b" + (block + 2);
        for (int image = 0; image < IMAGES; image++) {
          float[] input = image(layers.get(before), image);
          float[] branch = image(layers.get(name + ".project"), image);
          float[] without = sum(input, branch, 0, channels(layers, before, name));
          left[block] += equal(image(layers.get(name + ".sum"), image), without) ? 0 : 1;
        }
        before = name + ".sum";
      }
    }
    double draws = seeds * IMAGES;
    for (int block = 0; block < left.length; block++) {
      double share = 1 - (block + 1) / 4.0 * 0.6;
      double deviation = Math.sqrt(share * (1 - share) / draws);
      assertThat(left[block] / draws).isCloseTo(share, within(4 * deviation));
    }
  }

  @Test
  void theSeedDecidesWhatIsDropped() {
    ComputationGraph graph = graph(0.4);
    INDArray first = forward(graph, 1).get("b5.sum").dup();

    assertThat(forward(graph, 1).get("b5.sum")).isEqualTo(first);
    assertThat(forward(graph, 2).get("b5.sum")).isNotEqualTo(first);
  }

  @Test
  void inferenceIsAsWithout() {
    INDArray images = images();

    assertThat(graph(0.4).outputSingle(images)).isEqualTo(graph(1).outputSingle(images));
  }

  @Test
  void aBranchThatNoImageKeepsLearnsNothing() {
    ComputationGraph graph = graph(1e-12);
    graph.setInputs(images());
    INDArray labels = Nd4j.zeros(DataType.FLOAT, IMAGES, 3);
    labels.getColumn(1).assign(1);
    graph.setLabels(labels);
    graph.computeGradientAndScore();

    graph
        .gradient()
        .gradientForVariable()
        .forEach(
            (key, gradient) -> {
              boolean statistic = key.endsWith("_mean") || key.endsWith("_variance");
              if (key.startsWith("b5.") && !statistic) {
                assertThat(gradient.amaxNumber().doubleValue()).as(key).isZero();
              }
            });
    INDArray before = graph.gradient().getGradientFor("c1_weight");
    assertThat(before.amaxNumber().doubleValue()).isPositive();
  }

  @Test
  void aGraphComesBackFromJson() {
    ComputationGraphConfiguration graph =
        SuperNetworkGraph.fixed(SubNetwork.full(NETWORK), recipe(0.7));

    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(graph.toJson());

    assertThat(read).isEqualTo(graph);
    assertThat(sum(read, "b5.sum").survival).isEqualTo(0.7);
  }

  @Test
  void aGraphThatSaysNothingOfItIsOneWithout() {
    ComputationGraphConfiguration graph =
        SuperNetworkGraph.fixed(SubNetwork.full(NETWORK), recipe(1));
    String older = graph.toJson().replaceAll(",\\s*\"(survival|temperature)\" : 1.0", "");
    assertThat(older).doesNotContain("survival").doesNotContain("temperature");

    assertThat(ComputationGraphConfiguration.fromJson(older)).isEqualTo(graph);
  }

  private static SubNetwork withoutB3() {
    Architecture architecture = NETWORK.full();
    for (int layer = 4; layer < 7; layer++) {
      architecture = architecture.with(layer, new LayerSize(0, layer == 5 ? 3 : 1));
    }
    return SubNetwork.of(NETWORK, architecture);
  }

  private static ResidualSum sum(ComputationGraphConfiguration graph, String name) {
    return (ResidualSum) graph.getVertices().get(name);
  }

  private static Recipe recipe(double survival) {
    return new Recipe(new Sgd(0.1), 0, 0, 0.9, DataType.FLOAT, 3, survival, 1);
  }

  private static ComputationGraph graph(double survival) {
    ComputationGraph graph =
        new ComputationGraph(SuperNetworkGraph.fixed(SubNetwork.full(NETWORK), recipe(survival)));
    graph.init();
    return graph;
  }

  private static Map<String, INDArray> forward(ComputationGraph graph, int seed) {
    Nd4j.getRandom().setSeed(seed);
    return graph.feedForward(new INDArray[] {images()}, true);
  }

  private static INDArray images() {
    Random random = new Random(7);
    float[] pixels = new float[IMAGES * 4 * 4 * 2];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(pixels, new long[] {IMAGES, 4, 4, 2}, 'c');
  }

  private static float[] image(INDArray activations, int image) {
    int length = (int) (activations.length() / IMAGES);
    float[] numbers = new float[length];
    float[] all = activations.dup('c').data().asFloat();
    System.arraycopy(all, image * length, numbers, 0, length);
    return numbers;
  }

  /** Of the input, the branch and the sum. */
  private static List<Integer> channels(Map<String, INDArray> layers, String before, String block) {
    List<Integer> channels = new ArrayList<>();
    for (String name : List.of(before, block + ".project", block + ".sum")) {
      channels.add((int) layers.get(name).size(3));
    }
    return channels;
  }

  /** Pixel by pixel, channels that the one or the other lacks counting as 0. */
  private static float[] sum(float[] input, float[] branch, double factor, List<Integer> channels) {
    int pixels = input.length / channels.get(0);
    float[] sum = new float[pixels * channels.get(2)];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int c = 0; c < channels.get(2); c++) {
        double x = c < channels.get(0) ? input[pixel * channels.get(0) + c] : 0;
        double added = c < channels.get(1) ? branch[pixel * channels.get(1) + c] * factor : 0;
        sum[pixel * channels.get(2) + c] = (float) (x + added);
      }
    }
    return sum;
  }

  private static boolean equal(float[] one, float[] other) {
    for (int i = 0; i < one.length; i++) {
      if (Math.abs(one[i] - other[i]) > 1e-4) {
        return false;
      }
    }
    return true;
  }
}
