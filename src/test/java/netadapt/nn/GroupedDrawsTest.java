package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import netadapt.arch.Activation;
import netadapt.arch.Architecture;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/** Groups of images that share a sub-network and their batch statistics. */
class GroupedDrawsTest {
  private static final int GROUP = 4;
  private static final int GROUPS = 3;
  private static final int IMAGES = GROUP * GROUPS;

  private static final SuperNetwork NETWORK =
      new NetworkBuilder("grouped", new Shape(7, 7, 3), 5, 5 * 6)
          .convolution("c1", 8, 3, 1, Activation.HARD_SWISH, true, -1)
          .mobile("b2", 12, 10, 5, 2, Activation.RELU, true, 6)
          .separable("b3", 9, 3, 1, Activation.RELU, -1)
          .globalAveragePool("pool")
          .convolution("c4", 7, 1, 1, Activation.HARD_SWISH, false, 4)
          .dense("classifier", 3)
          .build();

  private final OrderedDropout dropout =
      new OrderedDropout(NETWORK, new Draws(Draws.Rule.PATH, GROUP, 1, 0));
  private final INDArray images = images();
  private final INDArray draws = draws();
  private final INDArray labels = labels();

  @ParameterizedTest
  @EnumSource(names = {"ONEDNN", "ND4J"})
  void everyGroupIsTrainedAsIfItWereABatchOfItsOwn(KernelChoice kernels) {
    ComputationGraph grouped = graph(GROUP, kernels);
    ComputationGraph alone = graph(IMAGES, kernels);

    float[] together = gradient(grouped, 0, IMAGES);

    float[] sum = new float[together.length];
    double loss = 0;
    for (int group = 0; group < GROUPS; group++) {
      float[] own = gradient(alone, group * GROUP, (group + 1) * GROUP);
      loss += alone.score() / GROUPS;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += own[i];
      }
    }
    assertThat(grouped.score()).isCloseTo(loss, within(1e-5));
    assertThat(together).containsExactly(sum, within(2e-4f));
  }

  @ParameterizedTest
  @EnumSource(names = {"ONEDNN", "ND4J"})
  void oneStepMovesTheRunningStatisticsToTheMeanOfTheGroups(KernelChoice kernels) {
    ComputationGraph grouped = graph(GROUP, kernels);
    INDArray expected = Nd4j.zerosLike(statistic(grouped));
    for (int group = 0; group < GROUPS; group++) {
      ComputationGraph alone = graph(IMAGES, kernels);
      alone.fit(
          new INDArray[] {
            part(images, group * GROUP, (group + 1) * GROUP),
            part(draws, group * GROUP, (group + 1) * GROUP)
          },
          new INDArray[] {part(labels, group * GROUP, (group + 1) * GROUP)});
      expected.addi(statistic(alone).div(GROUPS));
    }

    grouped.fit(new INDArray[] {images, draws}, new INDArray[] {labels});

    assertThat(statistic(grouped).equalsWithEps(expected, 1e-5)).isTrue();
    assertThat(statistic(grouped)).isNotEqualTo(statistic(graph(GROUP, kernels)));
  }

  @ParameterizedTest
  @EnumSource(names = {"ONEDNN", "ND4J"})
  void aPassComputesTheChannelsOfItsWidestSubNetworkAndNoMore(KernelChoice kernels) {
    ComputationGraph graph = graph(IMAGES, kernels);
    Architecture drawn = dropout.draw(IMAGES, 5).get(0);
    SubNetwork sub = SubNetwork.of(NETWORK, drawn);

    Map<String, INDArray> activations =
        graph.feedForward(new INDArray[] {part(images, 0, GROUP), part(draws, 0, GROUP)}, false);

    for (SubNetwork.SubBlock block : sub.blocks()) {
      for (SubNetwork.SubLayer layer : block.layers()) {
        INDArray computed = activations.get(layer.layer().name());
        if (computed.rank() == 4) {
          assertThat(computed.size(3))
              .as(layer.layer().name())
              .isEqualTo(layer.output().channels());
        }
      }
    }
    assertThat(MacCount.count(sub)).isLessThan(MacCount.count(SubNetwork.full(NETWORK)));
  }

  @Test
  void aSmallerLastGroupCountsByItsImages() {
    ComputationGraph grouped = graph(GROUP + 1, KernelChoice.AUTO);
    ComputationGraph alone = graph(IMAGES, KernelChoice.AUTO);

    float[] together = gradient(grouped, 0, GROUP + 2);

    float[] first = gradient(alone, 0, GROUP + 1);
    double loss = alone.score() * (GROUP + 1) / (GROUP + 2);
    float[] last = gradient(alone, GROUP + 1, GROUP + 2);
    loss += alone.score() / (GROUP + 2);
    assertThat(grouped.score()).isCloseTo(loss, within(1e-5));
    for (int i = 0; i < together.length; i++) {
      assertThat(together[i]).isCloseTo(first[i] + last[i], within(2e-4f));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ONEDNN", "ND4J"})
  void whatIsNotTrainedIsNormalisedByTheRunningStatistics(KernelChoice kernels) {
    float[] grouped = graph(GROUP, kernels).output(images, draws)[0].dup('c').data().asFloat();
    float[] whole = graph(IMAGES, kernels).output(images, draws)[0].dup('c').data().asFloat();

    assertThat(grouped).isEqualTo(whole);
  }

  @Test
  void imagesOfAGroupShareASubNetworkAndGroupsDoNot() {
    List<Architecture> drawn = dropout.draw(IMAGES, 5);

    assertThat(drawn).hasSize(IMAGES);
    for (int image = 0; image < IMAGES; image++) {
      assertThat(drawn.get(image)).isEqualTo(drawn.get(image / GROUP * GROUP));
    }
    assertThat(Set.copyOf(drawn)).hasSize(GROUPS);
  }

  private static ComputationGraph graph(int imagesPerGroup, KernelChoice kernels) {
    Recipe recipe = new Recipe(new Sgd(1), 0, 0, 0.9, DataType.FLOAT, 3);
    ComputationGraph graph =
        new GroupedGraph(
            SuperNetworkGraph.elastic(SubNetwork.full(NETWORK), recipe), imagesPerGroup);
    graph.init();
    kernels.use(graph);
    return graph;
  }

  private float[] gradient(ComputationGraph graph, int from, int to) {
    graph.setInputs(part(images, from, to), part(draws, from, to));
    graph.setLabels(part(labels, from, to));
    graph.computeGradientAndScore();
    return graph.getFlattenedGradients().dup().data().asFloat();
  }

  private static INDArray statistic(ComputationGraph graph) {
    return graph.paramTable().get("c1_mean").dup();
  }

  private static INDArray part(INDArray of, int from, int to) {
    return of.get(NDArrayIndex.interval(from, to)).dup('c');
  }

  private INDArray draws() {
    List<Architecture> drawn = dropout.draw(IMAGES, 5);
    return Nd4j.create(dropout.encode(drawn), new long[] {IMAGES, dropout.layers(), 2}, 'c');
  }

  private static INDArray images() {
    Random random = new Random(7);
    Shape shape = NETWORK.input();
    float[] pixels = new float[IMAGES * shape.height() * shape.width() * shape.channels()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(
        pixels, new long[] {IMAGES, shape.height(), shape.width(), shape.channels()}, 'c');
  }

  private static INDArray labels() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, IMAGES, 3);
    for (int image = 0; image < IMAGES; image++) {
      labels.putScalar(image, image % 3, 1);
    }
    return labels;
  }
}
