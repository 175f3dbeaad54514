package netadapt.nn;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The classifier, {@code [n, channels] -> [n, classes]}: class probabilities, trained by their
 * cross entropy with the labels.
 *
 * <p>In numbers and in what is saved, Deeplearning4j's own output layer with softmax and that loss,
 * but its loss is not clipped: Deeplearning4j takes no probability for less than 1e-10. Its step
 * computes the logits twice, and gradient and loss in some twenty operations on a few hundred
 * numbers, a tenth of a small network's time; here both are computed at once.
 *
 * <p>Beside the labels there may be a teacher's shares of the classes, softened by a temperature
 * {@code T}: then the loss has the cross entropy of {@code softmax(logits / T)} with them, too, and
 * the labels are {@code [n, 2 · classes]}, for each image first those of the one cross entropy and
 * then those of the other, both as weighted as they count.
 *
 * @see <a href="https://arxiv.org/abs/1503.02531">Distilling the Knowledge in a Neural Network</a>
 */
final class SoftmaxOutput extends OutputLayer {
  private static final long serialVersionUID = 1L;

  /** Of the shares beside the labels; 1, which models that do not say have, if there are none. */
  @JsonProperty private double temperature = 1;

  /** For Jackson. */
  SoftmaxOutput() {}

  /**
   * @param dropout share of the inputs that is dropped
   * @param l2 decay of the weights
   * @param temperature that the teacher's shares beside the labels were softened by, more than 0; 1
   *     if there are none: unsoftened ones are part of the labels
   */
  SoftmaxOutput(int channels, int classes, double dropout, double l2, double temperature) {
    super(builder(channels, classes, dropout, l2));
    this.temperature = temperature;
  }

  private static Builder builder(int channels, int classes, double dropout, double l2) {
    Builder builder =
        new Builder(LossFunctions.LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .nIn(channels)
            .nOut(classes)
            .l2(l2);
    return dropout > 0 ? builder.dropOut(1 - dropout) : builder;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    Computed layer = new Computed(configuration, dataType, temperature);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialize));
    layer.setConf(configuration);
    return layer;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SoftmaxOutput output
        && super.equals(output)
        && temperature == output.temperature;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), temperature);
  }

  /** What computes it. */
  private static final class Computed extends org.deeplearning4j.nn.layers.OutputLayer {
    private static final long serialVersionUID = 1L;

    /** The minibatch's sum, from its gradient to the end of the step; not a number elsewhere. */
    private double loss = Double.NaN;

    private final double temperature;

    Computed(NeuralNetConfiguration configuration, DataType dataType, double temperature) {
      super(configuration, dataType);
      this.temperature = temperature;
    }

    /** The gradients of the sum over the images: the optimizer divides by their number. */
    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      INDArray logits = preOutput2d(true, workspaces);
      double[] gradient = numbers(logits);
      loss = loss(gradient, numbers(labels), (int) logits.size(1));
      INDArray delta = Nd4j.create(gradient, logits.shape(), logits.dataType());
      INDArray dWeight = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
      INDArray dBias = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
      Nd4j.gemm(input, delta, dWeight, true, false, 1, 0);
      delta.sum(dBias, 0);
      Gradient gradients = new DefaultGradient();
      gradients.setGradientFor(DefaultParamInitializer.WEIGHT_KEY, dWeight);
      gradients.setGradientFor(DefaultParamInitializer.BIAS_KEY, dBias);
      INDArray dInput =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
      INDArray weight = getParam(DefaultParamInitializer.WEIGHT_KEY);
      Nd4j.gemm(delta, weight, dInput, false, true, 1, 0);
      return new Pair<>(gradients, backpropDropOutIfPresent(dInput));
    }

    @Override
    public double computeScore(
        double regularization, boolean training, LayerWorkspaceMgr workspaces) {
      double sum = loss;
      if (Double.isNaN(sum)) {
        INDArray logits = preOutput2d(training, workspaces);
        sum = loss(numbers(logits), numbers(labels), (int) logits.size(1));
      }
      return sum / getInputMiniBatchSize() + regularization;
    }

    @Override
    public void clear() {
      super.clear();
      loss = Double.NaN;
    }

    /**
     * @param logits of all classes, image after image; become their gradient
     * @param targets shares of each class, likewise; twice as many with a teacher's
     * @return the sum over the images
     */
    private double loss(double[] logits, double[] targets, int classes) {
      if (temperature == 1) {
        return CrossEntropy.of(logits, targets, classes);
      }
      if (targets.length != 2 * logits.length) {
        throw new IllegalArgumentException(
            "%d targets are not two for each of %d outputs: temperature %s goes with a teacher"
                .formatted(targets.length, logits.length, temperature));
      }
      int images = logits.length / classes;
      double[] soft = Arrays.stream(logits).map(logit -> logit / temperature).toArray();
      double[] labels = new double[logits.length];
      double[] shares = new double[logits.length];
      for (int image = 0; image < images; image++) { // [n, 2 · classes] -> 2 · [n, classes]
        int to = image * classes;
        System.arraycopy(targets, 2 * to, labels, to, classes);
        System.arraycopy(targets, 2 * to + classes, shares, to, classes);
      }
      double loss =
          CrossEntropy.of(logits, labels, classes) + CrossEntropy.of(soft, shares, classes);
      for (int i = 0; i < logits.length; i++) {
        logits[i] += soft[i] / temperature;
      }
      return loss;
    }

    private static double[] numbers(INDArray x) {
      return x.dup('c').data().asDouble();
    }
  }
}
