package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class SoftmaxOutputTest {
  private static final int IMAGES = 6;
  private static final int CLASSES = 4;
  private static final int CHANNELS = 5;
  private static final double DECAY = 0.01;

  @Test
  void trainsAsDeeplearning4jsOutputLayerDoes() {
    ComputationGraph ours = graph(new SoftmaxOutput(CHANNELS, CLASSES, 0, DECAY));
    ComputationGraph theirs = graph(deeplearning4js());
    theirs.setParams(ours.params());

    for (int step = 0; step < 3; step++) {
      MultiDataSet minibatch = minibatch(step, 1);
      assertThat(ours.score(minibatch)).isCloseTo(theirs.score(minibatch), within(1e-12));
      ours.fit(minibatch);
      theirs.fit(minibatch);
      assertThat(ours.score()).isCloseTo(theirs.score(), within(1e-12));
    }

    assertThat(ours.params().equalsWithEps(theirs.params(), 1e-12)).isTrue();
  }

  @Test
  void theLossIsThatOfTheImagesAtHand() {
    ComputationGraph graph = graph(new SoftmaxOutput(CHANNELS, CLASSES, 0, 0));
    double before = graph.score(minibatch(7, 1));

    graph.fit(minibatch(1, 1));

    assertThat(graph.score(minibatch(7, 1))).isNotEqualTo(before);
    assertThat(graph.score(minibatch(8, 1))).isNotEqualTo(graph.score(minibatch(7, 1)));
  }

  @Test
  void logitsFarApartGiveAFiniteLoss() {
    ComputationGraph graph = graph(new SoftmaxOutput(CHANNELS, CLASSES, 0, 0));

    graph.fit(minibatch(1, 1e5));

    assertThat(graph.score()).isGreaterThan(1e3).isFinite();
    assertThat(graph.params().toDoubleVector()).doesNotContain(Double.NaN);
  }

  private static OutputLayer deeplearning4js() {
    return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nIn(CHANNELS)
        .nOut(CLASSES)
        .l2(DECAY)
        .build();
  }

  private static ComputationGraph graph(Layer output) {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .dataType(DataType.DOUBLE)
            .updater(new Sgd(0.1))
            .graphBuilder()
            .addInputs("images")
            .addLayer(
                "hidden",
                new DenseLayer.Builder()
                    .nIn(3)
                    .nOut(CHANNELS)
                    .activation(Activation.LEAKYRELU)
                    .build(),
                "images")
            .addLayer("output", output, "hidden")
            .setOutputs("output")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  /** With labels that are smoothed, as in a training. */
  private static MultiDataSet minibatch(int seed, double scale) {
    Random random = new Random(seed);
    double[] pixels = random.doubles(IMAGES * 3L, -scale, scale).toArray();
    INDArray labels = Nd4j.valueArrayOf(new long[] {IMAGES, CLASSES}, 0.05, DataType.DOUBLE);
    for (int image = 0; image < IMAGES; image++) {
      labels.putScalar(image, image % CLASSES, 1 - 0.05 * (CLASSES - 1));
    }
    INDArray images = Nd4j.create(pixels, new long[] {IMAGES, 3}, DataType.DOUBLE);
    return new MultiDataSet(images, labels);
  }
}
