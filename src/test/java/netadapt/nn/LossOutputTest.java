package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import netadapt.arch.Activation;
import netadapt.arch.Architecture;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.nn.kernels.Views;
import netadapt.task.Loss;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Networks that tell something of every pixel, and are trained by a loss of their own. */
class LossOutputTest {
  private static final int IMAGES = 6;
  private static final SuperNetwork NETWORK =
      new NetworkBuilder("decoder", new Shape(8, 12, 3), 5, 16)
          .convolution("c1", 8, 3, 2, Activation.RELU, true, -1)
          .separable("b2", 12, 3, 2, Activation.HARD_SWISH, -1)
          .separable("d1", 9, 5, 1, Activation.RELU, -1)
          .upsample(2)
          .skip("c1")
          .separable("d2", 6, 5, 1, Activation.RELU, -1)
          .upsample(2)
          .pixelwise("depth", 2)
          .build();
  private static final int NUMBERS = 8 * 12 * 2;

  @Test
  void theLossIsThatOfAllNumbersOverTheImages() {
    ComputationGraph graph = graph(elastic());
    MultiDataSet minibatch = minibatch(1);

    double[][] told = graph.outputSingle(minibatch.getFeatures()).toDoubleMatrix();
    double[][] labels = minibatch.getLabels(0).toDoubleMatrix();
    double sum = 0;
    for (int image = 0; image < IMAGES; image++) {
      assertThat(told[image]).hasSize(NUMBERS);
      for (int i = 0; i < NUMBERS; i++) {
        sum += Math.pow(told[image][i] - labels[image][i], 2) / 2;
      }
    }
    assertThat(graph.score(minibatch)).isCloseTo(sum / IMAGES, within(1e-3));
  }

  @Test
  void trainingMakesTheLossSmaller() {
    ComputationGraph graph = graph(elastic());
    MultiDataSet minibatch = minibatch(2);
    double before = graph.score(minibatch);

    for (int step = 0; step < 20; step++) {
      graph.fit(minibatch);
    }

    assertThat(graph.score(minibatch)).isLessThan(0.8 * before);
    assertThat(graph.score(minibatch(3))).isNotEqualTo(graph.score(minibatch));
  }

  @Test
  void itIsSavedByTheNameOfTheLossesClass() throws IOException {
    ComputationGraphConfiguration saved = elastic();
    assertThat(ComputationGraphConfiguration.fromJson(saved.toJson())).isEqualTo(saved);
    assertThat(saved.clone()).isEqualTo(saved);
    assertThat(saved)
        .isNotEqualTo(
            SuperNetworkGraph.elastic(SubNetwork.full(NETWORK), recipe().withLoss(new Nothing())));
    ComputationGraph graph = graph(saved);
    INDArray before = graph.params().dup();
    graph.fit(minibatch(1));
    assertThat(graph.params().distance1(before)).isPositive();

    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, file, true);
    ComputationGraph again =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file.toByteArray()), true);

    graph.fit(minibatch(2));
    again.fit(minibatch(2));
    assertThat(again.params()).isEqualTo(graph.params());
    assertThat(again.score()).isEqualTo(graph.score());
  }

  @Test
  void weightsAreWrittenAndReadBack() {
    Weights weights = new RandomNetworks(4).weights(NETWORK);
    ComputationGraph graph = graph(elastic());

    GraphWeights.write(weights, graph);

    assertThat(GraphWeights.read(graph)).isEqualTo(weights);
  }

  @ParameterizedTest
  @EnumSource(names = {"ONEDNN", "ND4J"})
  void groupsAreTrainedAsIfEachWereABatchOfItsOwn(KernelChoice kernels) {
    GroupedGraph grouped = new GroupedGraph(elastic(), IMAGES / 2);
    grouped.init();
    kernels.use(grouped);
    ComputationGraph alone = graph(elastic());
    kernels.use(alone);
    MultiDataSet minibatch = minibatch(5);

    float[] together = gradient(grouped, minibatch, 0, IMAGES);

    float[] first = gradient(alone, minibatch, 0, IMAGES / 2);
    double loss = alone.score() / 2;
    float[] second = gradient(alone, minibatch, IMAGES / 2, IMAGES);
    loss += alone.score() / 2;
    for (int i = 0; i < first.length; i++) {
      first[i] += second[i];
    }
    assertThat(grouped.score()).isCloseTo(loss, within(1e-3));
    assertThat(together).containsExactly(first, within(5e-3f));
  }

  @ParameterizedTest
  @EnumSource(names = {"ONEDNN", "ND4J"})
  void aPassOfOneSubNetworkHasItsChannelsAndNoMoreBehindSkipsAndUpsampling(KernelChoice kernels) {
    ComputationGraph graph = graph(elastic());
    kernels.use(graph);
    OrderedDropout dropout =
        new OrderedDropout(NETWORK, new Draws(Draws.Rule.UNIFORM, IMAGES, 1, 0));
    List<Architecture> drawn = dropout.draw(IMAGES, 11);
    INDArray draws =
        Nd4j.create(dropout.encode(drawn), new long[] {IMAGES, dropout.layers(), 2}, 'c');
    SubNetwork sub = SubNetwork.of(NETWORK, drawn.get(0));
    assertThat(sub.blocks().get(2).output().channels()).isLessThan(9);

    Map<String, INDArray> computed =
        graph.feedForward(new INDArray[] {minibatch(1).getFeatures(0), draws}, false);

    assertThat(computed.get("d1.skip").shape())
        .containsExactly(IMAGES, 4, 6, sub.blocks().get(2).output().channels());
    assertThat(computed.get("d2.upsample").shape())
        .containsExactly(IMAGES, 8, 12, sub.blocks().get(3).output().channels());
  }

  @Test
  void aStepOfOneKindOfKernelsIsThatOfTheOther() {
    ComputationGraph fast = graph(elastic());
    ComputationGraph plain = graph(elastic());
    KernelChoice.ONEDNN.use(fast);
    KernelChoice.ND4J.use(plain);
    float[] quick = gradient(fast, minibatch(6), 0, IMAGES);
    float[] slow = gradient(plain, minibatch(6), 0, IMAGES);

    assertThat(fast.score()).isCloseTo(plain.score(), within(1e-3));
    assertThat(quick).containsExactly(slow, within(5e-3f));
  }

  @Test
  void aNetworkOfPixelsNeedsALossThatCanBeMadeByItsName() {
    SubNetwork full = SubNetwork.full(NETWORK);
    Loss nameless = (outputs, targets, images) -> 0;

    assertThatThrownBy(() -> SuperNetworkGraph.fixed(full, recipe()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer depth tells something of every pixel, so the recipe must have a loss");
    assertThatThrownBy(() -> SuperNetworkGraph.fixed(full, recipe().withLoss(nameless)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a public class that implements netadapt.task.Loss");
  }

  @Test
  void aFileThatNamesAnotherClassDoesNotRunIt() {
    String json = elastic().toJson().replace(SquaredError.class.getName(), NoLoss.class.getName());
    ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));

    assertThatThrownBy(graph::init)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("loss is " + NoLoss.class.getName());
    assertThat(System.getProperty(NoLoss.RAN)).isNull();
  }

  @Test
  void labelsOfAnotherSizeAreRefused() {
    ComputationGraph graph = graph(elastic());
    MultiDataSet minibatch = minibatch(1);
    minibatch.setLabels(0, Nd4j.zeros(DataType.FLOAT, IMAGES, NUMBERS / 2));

    assertThatThrownBy(() -> graph.fit(minibatch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels have 576 numbers but the network tells 1152 of 6 images");
  }

  /** Another loss. */
  public static final class Nothing implements Loss {
    @Override
    public double of(double[] outputs, double[] targets, int images) {
      return 0;
    }
  }

  /** Leaves a trace if it runs. */
  public static final class NoLoss {
    static final String RAN = "netadapt.test.ran";

    static {
      System.setProperty("netadapt.test.ran", "yes");
    }
  }

  private static Recipe recipe() {
    return new Recipe(new Adam(0.01), 1e-4, 0, 0.9, DataType.FLOAT, 3);
  }

  private static ComputationGraphConfiguration elastic() {
    return SuperNetworkGraph.elastic(
        SubNetwork.full(NETWORK), recipe().withLoss(new SquaredError()));
  }

  private static ComputationGraph graph(ComputationGraphConfiguration configuration) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  private static float[] gradient(
      ComputationGraph graph, MultiDataSet minibatch, int from, int to) {
    INDArray[] inputs = new INDArray[2];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = Views.part(minibatch.getFeatures(i), 0, from, to);
    }
    graph.setInputs(inputs);
    graph.setLabels(Views.part(minibatch.getLabels(0), 0, from, to));
    graph.computeGradientAndScore();
    return graph.getFlattenedGradients().dup().data().asFloat();
  }

  /** Random images, each half of them with a sub-network of its own. */
  private static MultiDataSet minibatch(int seed) {
    Random random = new Random(seed);
    float[] pixels = new float[IMAGES * 8 * 12 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    float[] labels = new float[IMAGES * NUMBERS];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = pixels[i] + 1;
    }
    OrderedDropout dropout =
        new OrderedDropout(NETWORK, new Draws(Draws.Rule.UNIFORM, IMAGES / 2, 1, 0));
    float[] draws = dropout.encode(dropout.draw(IMAGES, seed));
    return new MultiDataSet(
        new INDArray[] {
          Nd4j.create(pixels, new long[] {IMAGES, 8, 12, 3}, 'c'),
          Nd4j.create(draws, new long[] {IMAGES, dropout.layers(), 2}, 'c')
        },
        new INDArray[] {Nd4j.create(labels, new long[] {IMAGES, NUMBERS}, 'c')});
  }
}
