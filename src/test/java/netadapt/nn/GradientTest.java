package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
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
import netadapt.nn.kernels.Views;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Compares the layers' gradients with differences of the loss, in double precision. */
class GradientTest {
  private static final int IMAGES = 4;
  private static final double STEP = 1e-6;
  private static final int SEED = 5;

  private static SuperNetwork network(Activation activation) {
    return new NetworkBuilder("checked", new Shape(5, 5, 2), 5, 5 * 6)
        .convolution("c1", 6, 3, 1, activation, true, -1)
        .mobile("b2", 10, 8, 5, 1, activation, true, 6)
        .mobile("b3", 0, 6, 3, 2, activation, false, 3)
        .mobile("b4", 9, 4, 3, 1, activation, false, 8)
        .separable("b5", 5, 3, 1, activation, -1)
        .convolution("c6", 4, 5, 2, activation, true, -1)
        .globalAveragePool("pool")
        .convolution("c7", 7, 1, 1, activation, false, 4)
        .dense("classifier", 3)
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RELU", "HARD_SWISH"})
  void elasticGradientsAreTheSlopesOfTheLoss(String activation) {
    SuperNetwork network = network(Activation.valueOf(activation));
    OrderedDropout dropout = new OrderedDropout(network, Draws.uniform(3));
    List<Architecture> drawn = new ArrayList<>(dropout.draw(IMAGES, 5));
    drawn.set(1, network.smallest());
    drawn.set(2, withoutLayers(network, drawn.get(2), 1, 4));
    INDArray draws =
        Nd4j.create(dropout.encode(drawn), new long[] {IMAGES, dropout.layers(), 2}, 'c')
            .castTo(DataType.DOUBLE);
    ComputationGraph graph = graph(SuperNetworkGraph.elastic(SubNetwork.full(network), recipe()));

    assertGradients(graph, labels(), images(network), draws);
  }

  @Test
  void gradientsOfASubNetworkAreTheSlopesOfTheLoss() {
    SuperNetwork network = network(Activation.HARD_SWISH);
    List<Architecture> drawn =
        new ArrayList<>(new OrderedDropout(network, Draws.uniform(2)).draw(2, 3));
    drawn.set(1, withoutLayers(network, drawn.get(1), 1, 4));
    for (Architecture architecture : drawn) {
      SubNetwork sub = SubNetwork.of(network, architecture);
      ComputationGraph graph = graph(SuperNetworkGraph.fixed(sub, recipe()));
      assertGradients(graph, labels(), images(network));
    }
  }

  @Test
  void gradientsOfBranchesThatSurviveAreTheSlopesOfTheLoss() {
    SuperNetwork network = network(Activation.HARD_SWISH);
    Recipe recipe = new Recipe(new Sgd(1), 0, 0, 0.9, DataType.DOUBLE, 3, 0.5, 1);
    ComputationGraph graph = graph(SuperNetworkGraph.fixed(SubNetwork.full(network), recipe));

    assertGradients(graph, labels(), images(network));
  }

  /** Upsampling, skips of more channels and of fewer, one around a residual block, and the end. */
  private static SuperNetwork decoder() {
    return new NetworkBuilder("decoder", new Shape(6, 8, 2), 5, 4 * 3)
        .convolution("c1", 6, 3, 2, Activation.HARD_SWISH, true, -1)
        .mobile("b2", 8, 5, 3, 1, Activation.HARD_SWISH, false, 3)
        .skip("c1")
        .separable("d3", 4, 5, 1, Activation.HARD_SWISH, 3)
        .skip("b2") // once more
        .convolution("d4", 7, 3, 1, Activation.HARD_SWISH, true, 2)
        .upsample(2)
        .convolution("d5", 3, 3, 1, Activation.HARD_SWISH, true, 4)
        .skip("d4")
        .pixelwise("end", 2)
        .build();
  }

  @Test
  void elasticGradientsOfADecoderAreTheSlopesOfTheLoss() {
    SuperNetwork network = decoder();
    OrderedDropout dropout = new OrderedDropout(network, Draws.uniform(3));
    List<Architecture> drawn = new ArrayList<>(dropout.draw(IMAGES, 5));
    drawn.set(1, network.smallest());
    drawn.set(2, withoutLayers(network, drawn.get(2), 1, 4));
    assertDecoderGradients(network, dropout, drawn);
    // Where nobody has all channels, sums are of what there is.
    assertDecoderGradients(network, dropout, Collections.nCopies(IMAGES, drawn.get(0)));
    assertDecoderGradients(network, dropout, Collections.nCopies(IMAGES, network.smallest()));
  }

  private static void assertDecoderGradients(
      SuperNetwork network, OrderedDropout dropout, List<Architecture> drawn) {
    INDArray draws =
        Nd4j.create(dropout.encode(drawn), new long[] {IMAGES, dropout.layers(), 2}, 'c')
            .castTo(DataType.DOUBLE);
    Recipe recipe = recipe().withLoss(new SquaredError());
    ComputationGraph graph = graph(SuperNetworkGraph.elastic(SubNetwork.full(network), recipe));
    assertGradients(graph, depths(), images(network), draws);
  }

  @Test
  void gradientsOfADecodersSubNetworkAreTheSlopesOfTheLoss() {
    SuperNetwork network = decoder();
    List<Architecture> drawn =
        new ArrayList<>(new OrderedDropout(network, Draws.uniform(2)).draw(3, 3));
    drawn.set(1, withoutLayers(network, drawn.get(1), 1, 4));
    drawn.set(2, network.full());
    for (Architecture architecture : drawn) {
      Recipe recipe = recipe().withLoss(new SquaredError());
      ComputationGraph graph =
          graph(SuperNetworkGraph.fixed(SubNetwork.of(network, architecture), recipe));
      assertGradients(graph, depths(), images(network));
    }
  }

  private static INDArray depths() {
    Random random = new Random(9);
    INDArray depths = Nd4j.create(DataType.DOUBLE, IMAGES, 6 * 8 * 2);
    for (long i = 0; i < depths.length(); i++) {
      depths.putScalar(i, random.nextGaussian());
    }
    return depths;
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

  /**
   * Moves every parameter along a random direction. The gradients of a layer's input need no check
   * of their own: those of the parameters before it are made of them.
   */
  private static void assertGradients(ComputationGraph graph, INDArray labels, INDArray... inputs) {
    MultiDataSet batch = new MultiDataSet(inputs, new INDArray[] {labels});
    graph.setInputs(inputs);
    graph.setLabels(batch.getLabels());
    Nd4j.getRandom().setSeed(SEED);
    graph.computeGradientAndScore();
    double[] gradient = graph.getFlattenedGradients().dup().data().asDouble();
    Random random = new Random(23);
    List<String> wrong = new ArrayList<>();
    int at = 0;
    int checked = 0;
    for (Map.Entry<String, INDArray> parameter : graph.paramTable().entrySet()) {
      String key = parameter.getKey();
      int length = (int) parameter.getValue().length();
      if (!key.endsWith("_mean") && !key.endsWith("_variance")) {
        double[] direction = random.doubles(length, -1, 1).toArray();
        double slope = slope(graph, batch, at, direction) * IMAGES;
        double given = 0;
        for (int i = 0; i < length; i++) {
          given += gradient[at + i] * direction[i];
        }
        checked++;
        if (Math.abs(slope - given) > 1e-5 * Math.max(1, Math.abs(slope))) {
          wrong.add(key + ": slope " + slope + " but gradient " + given);
        }
      }
      at += length;
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isPositive();
  }

  private static double slope(
      ComputationGraph graph, MultiDataSet batch, int at, double[] direction) {
    INDArray moved = Views.part(graph.params().reshape(-1), 0, at, at + direction.length);
    INDArray before = moved.dup();
    INDArray step = Nd4j.create(direction).muli(STEP);
    moved.assign(before.add(step));
    Nd4j.getRandom().setSeed(SEED); // the same branches survive
    double above = graph.score(batch, true);
    moved.assign(before.sub(step));
    Nd4j.getRandom().setSeed(SEED);
    double below = graph.score(batch, true);
    moved.assign(before);
    return (above - below) / (2 * STEP);
  }

  private static INDArray labels() {
    INDArray labels = Nd4j.create(DataType.DOUBLE, IMAGES, 3);
    for (int image = 0; image < IMAGES; image++) {
      labels.putScalar(image, image % 3, 1);
    }
    return labels;
  }
}
