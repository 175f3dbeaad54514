package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Compares the layers' gradients with differences of the loss, in double precision. */
class GradientTest {
  private static final int IMAGES = 6;
  private static final double STEP = 1e-6;

  private static SuperNetwork network(Activation activation) {
    return new NetworkBuilder("checked", new Shape(7, 7, 2), 5, 7 * 6)
        .convolution("c1", 6, 3, 2, activation, true, -1)
        .mobile("b2", 10, 8, 5, 1, activation, true, 6)
        .mobile("b3", 0, 6, 3, 2, activation, false, 3)
        .mobile("b4", 9, 4, 3, 1, activation, false, 8)
        .separable("b5", 5, 3, 1, activation, -1)
        .convolution("c6", 4, 5, 1, activation, true, -1)
        .globalAveragePool("pool")
        .convolution("c7", 7, 1, 1, activation, false, 4)
        .dense("classifier", 3)
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "RELU", "HARD_SWISH"})
  void elasticGradientsAreTheSlopesOfTheLoss(String activation) {
    SuperNetwork network = network(Activation.valueOf(activation));
    OrderedDropout dropout = new OrderedDropout(network, 3);
    List<Architecture> drawn = new ArrayList<>(dropout.draw(IMAGES, 5));
    drawn.set(1, network.smallest());
    drawn.set(2, withoutLayers(network, drawn.get(2), 1, 4));
    INDArray draws =
        Nd4j.create(dropout.encode(drawn), new long[] {IMAGES, dropout.layers(), 2}, 'c')
            .castTo(DataType.DOUBLE);
    ComputationGraph graph = graph(SuperNetworkGraph.elastic(SubNetwork.full(network), recipe()));

    assertGradients(graph, images(network), draws);
  }

  @Test
  void gradientsOfASubNetworkAreTheSlopesOfTheLoss() {
    SuperNetwork network = network(Activation.HARD_SWISH);
    for (Architecture drawn : new OrderedDropout(network, 2).draw(5, 3)) {
      SubNetwork sub = SubNetwork.of(network, drawn);
      ComputationGraph graph = graph(SuperNetworkGraph.fixed(sub, recipe()));
      assertGradients(graph, images(network));
    }
  }

  private static Architecture withoutLayers(
      SuperNetwork network, Architecture architecture, int from, int to) {
    Architecture result = architecture;
    for (int layer = from; layer < to; layer++) {
      int kernel = network.kernels(network.convolutions().get(layer)).get(0);
      result = result.with(layer, new LayerSize(0, kernel));
    }
    return result;
  }

  private static Recipe recipe() {
    return new Recipe(new Sgd(1), 0, 0, 0.9, DataType.DOUBLE, 3);
  }

  private static ComputationGraph graph(ComputationGraphConfiguration configuration) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    Random random = new Random(11);
    // Everything off its symmetric start, so that no gradient is zero by chance.
    INDArray noise = Nd4j.create(DataType.DOUBLE, graph.params().shape());
    for (long i = 0; i < noise.length(); i++) {
      noise.putScalar(i, 0.1 * random.nextGaussian());
    }
    graph.params().addi(noise);
    return graph;
  }

  private static INDArray images(SuperNetwork network) {
    Random random = new Random(7);
    Shape shape = network.input();
    INDArray images =
        Nd4j.create(DataType.DOUBLE, IMAGES, shape.height(), shape.width(), shape.channels());
    for (long i = 0; i < images.length(); i++) {
      images.putScalar(i, random.nextGaussian());
    }
    return images;
  }

  private static void assertGradients(ComputationGraph graph, INDArray... inputs) {
    INDArray labels = Nd4j.create(DataType.DOUBLE, IMAGES, 3);
    for (int image = 0; image < IMAGES; image++) {
      labels.putScalar(image, image % 3, 1);
    }
    loss(graph, labels, inputs);
    INDArray gradient = graph.getFlattenedGradients().dup();
    INDArray parameters = graph.params();
    List<String> wrong = new ArrayList<>();
    int at = 0;
    int checked = 0;
    for (String key : graph.paramTable().keySet()) {
      long length = graph.paramTable().get(key).length();
      boolean statistic = key.endsWith("_mean") || key.endsWith("_variance");
      long stride = Math.max(1, length / 6);
      for (long i = 0; i < length && !statistic; i += stride) {
        double value = parameters.getDouble(at + i);
        parameters.putScalar(at + i, value + STEP);
        double above = loss(graph, labels, inputs);
        parameters.putScalar(at + i, value - STEP);
        double below = loss(graph, labels, inputs);
        parameters.putScalar(at + i, value);
        double slope = (above - below) / (2 * STEP) * IMAGES;
        double given = gradient.getDouble(at + i);
        checked++;
        if (Math.abs(slope - given) > 1e-5 * Math.max(1, Math.abs(slope))) {
          wrong.add(key + "[" + i + "]: slope " + slope + " but gradient " + given);
        }
      }
      at += length;
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isGreaterThan(20);
  }

  private static double loss(ComputationGraph graph, INDArray labels, INDArray... inputs) {
    graph.setInputs(inputs);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    return graph.score();
  }
}
