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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    ComputationGraph ours = graph(new SoftmaxOutput(CHANNELS, CLASSES, 0, DECAY, 1));
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
    ComputationGraph graph = graph(new SoftmaxOutput(CHANNELS, CLASSES, 0, 0, 1));
    double before = graph.score(minibatch(7, 1));

    graph.fit(minibatch(1, 1));

    assertThat(graph.score(minibatch(7, 1))).isNotEqualTo(before);
    assertThat(graph.score(minibatch(8, 1))).isNotEqualTo(graph.score(minibatch(7, 1)));
  }

  @Test
  void logitsFarApartGiveAFiniteLoss() {
    ComputationGraph graph = graph(new SoftmaxOutput(CHANNELS, CLASSES, 0, 0, 1));

    graph.fit(minibatch(1, 1e5));

    assertThat(graph.score()).isGreaterThan(1e3).isFinite();
    assertThat(graph.params().toDoubleVector()).doesNotContain(Double.NaN);
  }

  /** The loss by its formula, and its slope along every weight and bias of the layer. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 2, 4})
  void aTeachersSharesAreComparedAtTheirTemperature(double temperature) {
    double share = 0.7;
    ComputationGraph graph = graph(new SoftmaxOutput(CHANNELS, CLASSES, 0, 0, temperature));
    MultiDataSet labelled = minibatch(1, 1);
    double[][] teacher = shares(9);
    MultiDataSet taught = taught(labelled, teacher, share, temperature);

    graph.setInputs(taught.getFeatures());
    graph.setLabels(taught.getLabels());
    graph.computeGradientAndScore();
    double[] gradient = graph.getFlattenedGradients().dup().toDoubleVector();

    assertThat(graph.score())
        .isCloseTo(formula(graph, labelled, teacher, share, temperature), within(1e-12));
    for (int i = 0; i < gradient.length; i++) {
      double before = graph.params().getDouble(i);
      graph.params().putScalar(i, before + 1e-6);
      double above = formula(graph, labelled, teacher, share, temperature);
      graph.params().putScalar(i, before - 1e-6);
      double below = formula(graph, labelled, teacher, share, temperature);
      graph.params().putScalar(i, before);
      assertThat(gradient[i] / IMAGES).isCloseTo((above - below) / 2e-6, within(1e-7));
    }
  }

  @Test
  void theTemperatureIsPartOfWhatIsSaved() {
    SoftmaxOutput output = new SoftmaxOutput(CHANNELS, CLASSES, 0, 0, 3);
    ComputationGraphConfiguration saved = graph(output).getConfiguration();

    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(saved.toJson());

    assertThat(read).isEqualTo(saved);
    assertThat(read)
        .isNotEqualTo(graph(new SoftmaxOutput(CHANNELS, CLASSES, 0, 0, 1)).getConfiguration());
    MultiDataSet taught = taught(minibatch(1, 1), shares(9), 0.5, 3);
    ComputationGraph again = new ComputationGraph(read);
    again.init();
    assertThat(again.score(taught)).isEqualTo(graph(output).score(taught));
  }

  /** (1 − share) · H(label, softmax(z)) + share · T² · H(teacher, softmax(z / T)), of an image. */
  private static double formula(
      ComputationGraph graph,
      MultiDataSet labelled,
      double[][] teacher,
      double share,
      double temperature) {
    double[][] hidden =
        graph.feedForward(labelled.getFeatures(), false).get("hidden").toDoubleMatrix();
    double[][] weight = graph.getParam("output_W").toDoubleMatrix();
    double[] bias = graph.getParam("output_b").toDoubleVector();
    double[][] labels = labelled.getLabels(0).toDoubleMatrix();
    double loss = 0;
    for (int image = 0; image < IMAGES; image++) {
      double[] logits = bias.clone();
      for (int c = 0; c < CLASSES; c++) {
        for (int k = 0; k < CHANNELS; k++) {
          logits[c] += hidden[image][k] * weight[k][c];
        }
      }
      double sum = 0;
      double softSum = 0;
      for (double logit : logits) {
        sum += Math.exp(logit);
        softSum += Math.exp(logit / temperature);
      }
      for (int c = 0; c < CLASSES; c++) {
        loss -= (1 - share) * labels[image][c] * (logits[c] - Math.log(sum));
        loss -=
            share
                * temperature
                * temperature
                * teacher[image][c]
                * (logits[c] / temperature - Math.log(softSum));
      }
    }
    return loss / IMAGES;
  }

  /** What a teacher says of each image. */
  private static double[][] shares(int seed) {
    Random random = new Random(seed);
    double[][] shares = new double[IMAGES][CLASSES];
    for (double[] ofImage : shares) {
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        ofImage[c] = random.nextDouble();
        sum += ofImage[c];
      }
      for (int c = 0; c < CLASSES; c++) {
        ofImage[c] /= sum;
      }
    }
    return shares;
  }

  /** The labels, and beside them the teacher's shares, as weighted as they count. */
  private static MultiDataSet taught(
      MultiDataSet labelled, double[][] teacher, double share, double temperature) {
    INDArray shares = Nd4j.createFromArray(teacher).mul(share * temperature * temperature);
    INDArray labels = Nd4j.hstack(labelled.getLabels(0).mul(1 - share), shares);
    return new MultiDataSet(labelled.getFeatures(0), labels);
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
