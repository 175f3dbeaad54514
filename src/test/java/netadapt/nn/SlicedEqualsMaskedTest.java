package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import netadapt.arch.Architecture;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.data.Digits;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.data.Normalization;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.OnnxModel;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The property everything rests on: slicing away what ordered dropout masks gives the same network.
 * On real images, handwritten digits.
 */
class SlicedEqualsMaskedTest {
  private static final int IMAGES = 8;

  /** Of the largest logit, which is 1 at least. */
  private static final double TOLERANCE = 1e-4;

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  static LongStream fewerSeeds() {
    return LongStream.range(0, 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void slicedModelsGiveWhatOneMaskedPassDoes(long seed) {
    Case drawn = new Case(seed);
    double[][] masked = drawn.masked();

    for (int image = 0; image < IMAGES; image++) {
      SubNetwork sub = SubNetwork.of(drawn.network, drawn.architectures.get(image));
      byte[] model = OnnxModel.write(sub, Slicer.slice(drawn.weights, sub), Map.of());
      try (OnnxClassifier classifier = new OnnxClassifier("sliced", model, 1)) {
        float[] logits = classifier.logits(drawn.image(image, Layout.CHANNELS_FIRST), 1)[0];
        drawn.assertSame(image, masked[image], doubles(logits));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fewerSeeds")
  void graphsOfSubNetworksGiveWhatOneMaskedPassDoes(long seed) {
    Case drawn = new Case(seed);
    double[][] masked = drawn.masked();

    for (int image = 0; image < IMAGES; image++) {
      SubNetwork sub = SubNetwork.of(drawn.network, drawn.architectures.get(image));
      ComputationGraph graph =
          graph(SuperNetworkGraph.fixed(sub, recipe()), Slicer.slice(drawn.weights, sub));
      INDArray given = graph.outputSingle(drawn.images(image, image + 1));
      drawn.assertSame(image, masked[image], drawn.told(given)[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("fewerSeeds")
  void aTrainingStepOfOneArchitectureIsTheStepOfItsOwnGraph(long seed) {
    Case drawn = new Case(seed);
    Architecture architecture = drawn.architectures.get(IMAGES - 1);
    SubNetwork sub = SubNetwork.of(drawn.network, architecture);
    ComputationGraph elastic =
        graph(SuperNetworkGraph.elastic(SubNetwork.full(drawn.network), recipe()), drawn.weights);
    ComputationGraph fixed =
        graph(SuperNetworkGraph.fixed(sub, recipe()), Slicer.slice(drawn.weights, sub));
    INDArray images = drawn.images(0, IMAGES);
    INDArray labels = drawn.labels();

    elastic.fit(
        new INDArray[] {images, drawn.draws(Collections.nCopies(IMAGES, architecture))},
        new INDArray[] {labels});
    fixed.fit(new INDArray[] {images}, new INDArray[] {labels});

    Map<String, Tensor> sliced = Slicer.slice(GraphWeights.read(elastic), sub).tensors();
    Map<String, Tensor> own = GraphWeights.read(fixed).tensors();
    assertThat(sliced.keySet()).isEqualTo(own.keySet());
    own.forEach(
        (key, tensor) -> {
          double size = 1;
          for (float value : tensor.values()) {
            size = Math.max(size, Math.abs(value));
          }
          assertThat(doubles(sliced.get(key).values()))
              .as("%s of %s", key, architecture)
              .containsExactly(doubles(tensor.values()), within(TOLERANCE * size));
        });
  }

  /** Logits and logarithms of probabilities differ by a constant; without it they are equal. */
  private static double[] centred(double[] logits) {
    double mean = Arrays.stream(logits).average().orElse(0);
    return Arrays.stream(logits).map(logit -> logit - mean).toArray();
  }

  private static double[] logarithms(double[] probabilities) {
    return Arrays.stream(probabilities).map(Math::log).toArray();
  }

  private static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      doubles[i] = numbers[i];
    }
    return doubles;
  }

  private static Recipe recipe() {
    return new Recipe(new Sgd(0.05), 0, 0, 0.9, DataType.FLOAT, 1).withLoss(new SquaredError());
  }

  private static ComputationGraph graph(
      ComputationGraphConfiguration configuration, Weights weights) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    GraphWeights.write(weights, graph);
    return graph;
  }

  /** A super-network, its weights, and per image an architecture: all, nothing, drawn, random. */
  private static final class Case {
    final SuperNetwork network;
    final Weights weights;
    final List<Architecture> architectures = new ArrayList<>();
    final ImageShard digits;
    final Normalization normalization;

    Case(long seed) {
      RandomNetworks random = new RandomNetworks(seed);
      network = random.either();
      weights = random.weights(network);
      architectures.add(network.full());
      architectures.add(network.smallest());
      for (Draws.Rule rule : Draws.Rule.values()) {
        architectures.addAll(new OrderedDropout(network, new Draws(rule, 1, 1, 0)).draw(2, seed));
      }
      while (architectures.size() < IMAGES) {
        architectures.add(random.architecture(network));
      }
      int channels = network.input().channels();
      normalization = Digits.normalization(channels);
      int from = (int) seed * IMAGES;
      digits =
          Digits.shard(
              0, from, from + IMAGES, network.input().height(), network.input().width(), channels);
    }

    /** Logarithms of probabilities, or what is told of the pixels, of each image. */
    double[][] masked() {
      ComputationGraph graph =
          graph(SuperNetworkGraph.elastic(SubNetwork.full(network), recipe()), weights);
      return told(graph.outputSingle(images(0, IMAGES), draws(architectures)));
    }

    /** The same of what a graph gives. */
    double[][] told(INDArray given) {
      double[][] rows = given.toDoubleMatrix();
      return network.pixelwise()
          ? rows
          : Arrays.stream(rows).map(SlicedEqualsMaskedTest::logarithms).toArray(double[][]::new);
    }

    void assertSame(int image, double[] masked, double[] sliced) {
      double[] wanted = network.pixelwise() ? masked : centred(masked);
      double[] actual = network.pixelwise() ? sliced : centred(sliced);
      double largest = Math.max(1, Arrays.stream(wanted).map(Math::abs).max().orElse(0));
      assertThat(actual)
          .as(architectures.get(image)::toString)
          .containsExactly(wanted, within(TOLERANCE * largest));
    }

    float[] image(int image, Layout layout) {
      float[] pixels = new float[digits.imageSize()];
      digits.normalize(image, normalization, layout, pixels, 0);
      return pixels;
    }

    INDArray images(int from, int to) {
      float[] all = new float[(to - from) * digits.imageSize()];
      for (int image = from; image < to; image++) {
        digits.normalize(
            image, normalization, Layout.CHANNELS_LAST, all, (image - from) * digits.imageSize());
      }
      long[] shape = {to - from, digits.height(), digits.width(), digits.channels()};
      return Nd4j.create(all, shape, 'c');
    }

    INDArray labels() {
      if (network.pixelwise()) {
        Shape told = network.output();
        return Nd4j.ones(DataType.FLOAT, IMAGES, (long) told.pixels() * told.channels());
      }
      INDArray labels = Nd4j.create(DataType.FLOAT, IMAGES, network.classes());
      for (int image = 0; image < IMAGES; image++) {
        labels.putScalar(image, digits.label(image) % network.classes(), 1);
      }
      return labels;
    }

    INDArray draws(List<Architecture> drawn) {
      OrderedDropout dropout = new OrderedDropout(network, Draws.uniform(1));
      long[] shape = {drawn.size(), dropout.layers(), 2};
      return Nd4j.create(dropout.encode(drawn), shape, 'c');
    }
  }
}
