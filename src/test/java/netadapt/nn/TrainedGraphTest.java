package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class TrainedGraphTest {
  private static final int IMAGES = 4;

  private static final SuperNetwork NETWORK =
      new NetworkBuilder("trained", new Shape(6, 6, 3), 5, 5 * 6)
          .convolution("c1", 8, 3, 1, Activation.HARD_SWISH, true, -1)
          .mobile("b2", 12, 10, 3, 2, Activation.RELU, true, 6)
          .globalAveragePool("pool")
          .dense("classifier", 3)
          .build();

  @Test
  void trainsToTheSameNumbersAsDeeplearning4jsGraph() {
    ComputationGraph ours = new TrainedGraph(configuration());
    ComputationGraph theirs = new ComputationGraph(configuration());
    ours.init();
    theirs.init();
    for (int step = 0; step < 3; step++) {
      MultiDataSet minibatch = minibatch(step);
      ours.fit(minibatch);
      theirs.fit(minibatch);
    }

    assertThat(ours.params().equalsWithEps(theirs.params(), 0)).isTrue();
    assertThat(memory(ours).equalsWithEps(memory(theirs), 0)).isTrue();
  }

  @Test
  void handsItsOwnGradientToTheOptimizer() {
    ComputationGraph graph = new TrainedGraph(configuration());
    graph.init();

    graph.fit(minibatch(0));

    assertThat(graph.gradientAndScore().getFirst().gradient())
        .isSameAs(graph.getUpdater().getFlattenedGradientsView());
  }

  private static ComputationGraphConfiguration configuration() {
    double decay = 0.1;
    Recipe recipe = new Recipe(new Adam(0.01), decay, 0, 0.9, DataType.FLOAT, 3);
    return SuperNetworkGraph.fixed(SubNetwork.full(NETWORK), recipe);
  }

  private static MultiDataSet minibatch(int seed) {
    Random random = new Random(seed);
    float[] pixels = new float[IMAGES * 6 * 6 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    INDArray labels = Nd4j.zeros(DataType.FLOAT, IMAGES, 3);
    for (int image = 0; image < IMAGES; image++) {
      labels.putScalar(image, image % 3, 1);
    }
    return new MultiDataSet(Nd4j.create(pixels, new long[] {IMAGES, 6, 6, 3}, 'c'), labels);
  }

  private static INDArray memory(ComputationGraph graph) {
    return graph.getUpdater().getStateViewArray();
  }
}
