package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

class GraphConfigurationTest {
  private static final int IMAGES = 4;
  private static final SuperNetwork NETWORK =
      new NetworkBuilder("saved", new Shape(6, 6, 2), 5, 24)
          .convolution("c1", 4, 3, 2, Activation.HARD_SWISH, true, -1)
          .mobile("b2", 6, 5, 5, 1, Activation.RELU, true, 4)
          .separable("b3", 6, 3, 1, Activation.RELU, -1)
          .globalAveragePool("pool")
          .convolution("head", 7, 1, 1, Activation.HARD_SWISH, false, 4)
          .dense("classifier", 3)
          .build();

  static Stream<IUpdater> updaters() {
    return Stream.of(
        new Sgd(0.1), new Nesterovs(0.1, 0.9), new Adam(0.01), new RmsProp(0.01, 0.9, 1e-3));
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void configurationComesBackFromJsonAsItWas(IUpdater updater) {
    for (ComputationGraphConfiguration configuration : List.of(elastic(updater), fixed(updater))) {
      String json = configuration.toJson();

      ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(json);

      assertThat(read).isEqualTo(configuration);
      assertThat(read.toJson()).isEqualTo(json);
    }
  }

  @Test
  void aCloneIsEqual() {
    ComputationGraphConfiguration configuration = elastic(new Adam(0.01));

    assertThat(configuration.clone()).isEqualTo(configuration);
  }

  @Test
  void anotherNetworkOrRecipeIsNotEqual() {
    assertThat(elastic(new Adam(0.01)))
        .isNotEqualTo(elastic(new Adam(0.02)))
        .isNotEqualTo(fixed(new Adam(0.01)));
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void aSavedGraphGivesTheSameAndLearnsTheSame(IUpdater updater) throws IOException {
    ComputationGraph graph = new ComputationGraph(elastic(updater));
    graph.init();
    for (int step = 0; step < 3; step++) {
      graph.fit(minibatch(step));
    }

    ComputationGraph restored = restored(graph);

    INDArray[] inputs = minibatch(5).getFeatures();
    assertThat(numbers(restored.outputSingle(inputs)))
        .isEqualTo(numbers(graph.outputSingle(inputs)));
    assertThat(restored.getConfiguration().getIterationCount()).isEqualTo(3);
    for (int step = 3; step < 5; step++) {
      graph.fit(minibatch(step));
      restored.fit(minibatch(step));
      assertThat(numbers(restored.params())).isEqualTo(numbers(graph.params()));
    }
  }

  @Test
  void theSameSeedStartsFromTheSameWeights() {
    ComputationGraph one = new ComputationGraph(elastic(new Sgd(0.1)));
    ComputationGraph two = new ComputationGraph(elastic(new Sgd(0.1)));
    one.init();
    two.init();

    assertThat(numbers(one.params())).isEqualTo(numbers(two.params()));
  }

  @Test
  void weightsWrittenAreReadBack() {
    Weights weights = new RandomNetworks(4).weights(NETWORK);
    ComputationGraph graph = new ComputationGraph(elastic(new Sgd(0.1)));
    graph.init();

    GraphWeights.write(weights, graph);

    assertThat(GraphWeights.read(graph)).isEqualTo(weights);
  }

  @Test
  void weightsOfAnotherSizeAreRefused() {
    Map<String, Tensor> tensors = new HashMap<>(new RandomNetworks(4).weights(NETWORK).tensors());
    tensors.put("c1/gamma", new Tensor(new int[] {2}, new float[2]));
    ComputationGraph graph = new ComputationGraph(elastic(new Sgd(0.1)));
    graph.init();

    assertThatThrownBy(() -> GraphWeights.write(new Weights(tensors), graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights of c1/gamma are Tensor[2] but the graph has 4 values there");
  }

  private static ComputationGraphConfiguration elastic(IUpdater updater) {
    return SuperNetworkGraph.elastic(SubNetwork.full(NETWORK), recipe(updater));
  }

  private static ComputationGraphConfiguration fixed(IUpdater updater) {
    return SuperNetworkGraph.fixed(SubNetwork.of(NETWORK, NETWORK.smallest()), recipe(updater));
  }

  private static Recipe recipe(IUpdater updater) {
    return new Recipe(updater, 1e-4, 0, 0.9, DataType.FLOAT, 3);
  }

  private static ComputationGraph restored(ComputationGraph graph) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, bytes, true);
    return ModelSerializer.restoreComputationGraph(
        new ByteArrayInputStream(bytes.toByteArray()), true);
  }

  private static MultiDataSet minibatch(long seed) {
    Random random = new Random(seed);
    float[] pixels = new float[IMAGES * 6 * 6 * 2];
    float[] labels = new float[IMAGES * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    for (int image = 0; image < IMAGES; image++) {
      labels[image * 3 + random.nextInt(3)] = 1;
    }
    OrderedDropout dropout = new OrderedDropout(NETWORK, Draws.uniform(2));
    float[] draws = dropout.encode(dropout.draw(IMAGES, seed));
    return new MultiDataSet(
        new INDArray[] {
          Nd4j.create(pixels, new long[] {IMAGES, 6, 6, 2}, 'c'),
          Nd4j.create(draws, new long[] {IMAGES, dropout.layers(), 2}, 'c')
        },
        new INDArray[] {Nd4j.create(labels, new long[] {IMAGES, 3}, 'c')});
  }

  private static float[] numbers(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
