package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import netadapt.BrokenRule;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class KernelChoiceTest {
  private static final int IMAGES = 32;

  private final SuperNetwork network =
      new NetworkBuilder("chosen", new Shape(9, 9, 3), 5, 5 * 6)
          .convolution("c1", 8, 3, 2, Activation.HARD_SWISH, true, -1)
          .mobile("b2", 20, 8, 7, 1, Activation.HARD_SWISH, true, 6)
          .mobile("b3", 24, 12, 5, 2, Activation.RELU, false, 3)
          .globalAveragePool("pool")
          .dense("classifier", 3)
          .build();

  @Test
  void trainingStepsAreThoseOfTheOtherChoice() {
    ComputationGraph fast = graph(DataType.FLOAT);
    ComputationGraph plain = graph(DataType.FLOAT);
    KernelChoice.ONEDNN.use(fast);
    KernelChoice.ND4J.use(plain);
    INDArray before = fast.params().dup();

    for (int step = 0; step < 3; step++) {
      MultiDataSet minibatch = minibatch(step);
      fast.fit(minibatch);
      plain.fit(minibatch);
    }

    assertThat(before.distance1(fast.params())).isPositive();
    assertThat(fast.score()).isCloseTo(plain.score(), within(1e-4));
    assertThat(fast.params().distance1(plain.params()) / before.distance1(plain.params()))
        .isLessThan(1e-4);
  }

  @Test
  void oneDnnRefusesDoublePrecision() {
    ComputationGraph graph = graph(DataType.DOUBLE);

    assertThatThrownBy(() -> KernelChoice.ONEDNN.use(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("oneDNN computes FLOAT on the processor, not DOUBLE on NATIVE_CPU");
  }

  @Test
  void oneDnnBreaksARuleInAProgramForGpus() {
    assertThatThrownBy(() -> KernelChoice.ONEDNN.check(true))
        .isInstanceOfSatisfying(
            BrokenRule.class,
            broken -> {
              assertThat(broken.name()).isEqualTo("kernels");
              assertThat(broken.example()).isEqualTo("auto");
            })
        .hasMessage(
            "kernels is onednn but must be auto or nd4j in a program built with -Pcuda, which"
                + " trains on the GPU");
  }

  @Test
  void everyOtherChoiceIsFine() {
    assertThatCode(
            () -> {
              KernelChoice.ONEDNN.check(false);
              KernelChoice.AUTO.check(true);
              KernelChoice.ND4J.check(true);
            })
        .doesNotThrowAnyException();
  }

  private ComputationGraph graph(DataType dataType) {
    Recipe recipe = new Recipe(new Sgd(0.01), 1e-4, 0, 0.9, dataType, 3);
    ComputationGraph graph =
        new ComputationGraph(SuperNetworkGraph.elastic(SubNetwork.full(network), recipe));
    graph.init();
    return graph;
  }

  private MultiDataSet minibatch(int seed) {
    OrderedDropout dropout = new OrderedDropout(network, Draws.uniform(2));
    float[] draws = dropout.encode(dropout.draw(IMAGES, seed));
    Nd4j.getRandom().setSeed(seed);
    INDArray images = Nd4j.randn(DataType.FLOAT, IMAGES, 9, 9, 3);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, IMAGES, 3);
    for (int image = 0; image < IMAGES; image++) {
      labels.putScalar(image, image % 3, 1);
    }
    return new MultiDataSet(
        new INDArray[] {images, Nd4j.create(draws, new long[] {IMAGES, dropout.layers(), 2}, 'c')},
        new INDArray[] {labels});
  }
}
