package netadapt.nn;

import java.util.Collection;
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

/**
 * The classifier, {@code [n, channels] -> [n, classes]}: class probabilities, trained by their
 * cross entropy with the labels.
 *
 * <p>In numbers and in what is saved, Deeplearning4j's own output layer with softmax and that loss,
 * but its loss is not clipped: Deeplearning4j takes no probability for less than 1e-10. Its step
 * computes the logits twice, and gradient and loss in some twenty operations on a few hundred
 * numbers, a tenth of a small network's time; here both are computed at once.
 */
final class SoftmaxOutput extends OutputLayer {
  private static final long serialVersionUID = 1L;

  /** For Jackson. */
  SoftmaxOutput() {}

  /**
   * @param dropout share of the inputs that is dropped
   * @param l2 decay of the weights
   */
  SoftmaxOutput(int channels, int classes, double dropout, double l2) {
    super(builder(channels, classes, dropout, l2));
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
    Computed layer = new Computed(configuration, dataType);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialize));
    layer.setConf(configuration);
    return layer;
  }

  /** What computes it. */
  private static final class Computed extends org.deeplearning4j.nn.layers.OutputLayer {
    private static final long serialVersionUID = 1L;

    /** The minibatch's sum, from its gradient to the end of the step; not a number elsewhere. */
    private double loss = Double.NaN;

    Computed(NeuralNetConfiguration configuration, DataType dataType) {
      super(configuration, dataType);
    }

    /** The gradients of the sum over the images: the optimizer divides by their number. */
    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      INDArray logits = preOutput2d(true, workspaces);
      double[] gradient = numbers(logits);
      loss = crossEntropy(gradient, numbers(labels), (int) logits.size(1));
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
        sum = crossEntropy(numbers(logits), numbers(labels), (int) logits.size(1));
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
     * @param targets shares of each class, likewise
     * @return the sum over the images
     */
    private static double crossEntropy(double[] logits, double[] targets, int classes) {
      double loss = 0;
      for (int from = 0; from < logits.length; from += classes) {
        int to = from + classes;
        double logSum = logSumOfExponentials(logits, from, to);
        double target = 0;
        for (int i = from; i < to; i++) {
          loss += targets[i] * (logSum - logits[i]);
          target += targets[i];
        }
        for (int i = from; i < to; i++) {
          logits[i] = target * Math.exp(logits[i] - logSum) - targets[i];
        }
      }
      return loss;
    }

    /** Of indices {@code [from, to)}; the greatest is taken out, so that nothing overflows. */
    private static double logSumOfExponentials(double[] values, int from, int to) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        greatest = Math.max(greatest, values[i]);
      }
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += Math.exp(values[i] - greatest);
      }
      return greatest + Math.log(sum);
    }

    private static double[] numbers(INDArray x) {
      return x.dup('c').data().asDouble();
    }
  }
}
