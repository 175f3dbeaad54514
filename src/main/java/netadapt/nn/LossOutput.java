package netadapt.nn;

import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.Objects;
import netadapt.task.Loss;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
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
 * The end of a network that tells something of every pixel, {@code [n, h · w · c]}: gives what it
 * reads, and trains it by a {@link Loss} with labels of the same shape. It has no parameters.
 */
final class LossOutput extends LossLayer {
  private static final long serialVersionUID = 1L;

  /** Name of the loss's class. */
  @JsonProperty private String loss;

  /** For Jackson. */
  LossOutput() {}

  /**
   * @throws IllegalArgumentException if the loss cannot be made again from its class's name
   */
  LossOutput(Loss loss) {
    // The loss named there is not asked; Deeplearning4j wants one.
    super(new Builder(LossFunctions.LossFunction.MSE).activation(Activation.IDENTITY));
    this.loss = loss.getClass().getName();
    made(this.loss);
  }

  /**
   * The class is looked at before its static initialiser may run: the name may be from a file.
   *
   * @throws IllegalArgumentException if it is none of a loss
   */
  private static Loss made(String name) {
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = ofThread == null ? LossOutput.class.getClassLoader() : ofThread;
    try {
      return Class.forName(name, /* initialize= */ false, loader)
          .asSubclass(Loss.class)
          .getConstructor()
          .newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException("loss %s cannot be made".formatted(name), e.getCause());
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          "loss is %s but must be a public class that implements %s and has a public constructor without parameters"
              .formatted(name, Loss.class.getName()),
          e);
    }
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    Computed layer = new Computed(configuration, dataType, made(loss));
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialize));
    layer.setConf(configuration);
    return layer;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LossOutput output && super.equals(output) && loss.equals(output.loss);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), loss);
  }

  /** What computes it. */
  private static final class Computed extends org.deeplearning4j.nn.layers.LossLayer {
    private static final long serialVersionUID = 1L;

    private final transient Loss function;

    /** The minibatch's sum, from its gradient to the end of the step; not a number elsewhere. */
    private double sum = Double.NaN;

    Computed(NeuralNetConfiguration configuration, DataType dataType, Loss function) {
      super(configuration, dataType);
      this.function = function;
    }

    /**
     * Not 0, although the layer has none: Deeplearning4j's graphs do not train at all if their
     * layers have no parameters, and do not count those of vertices of other kinds, as ours are.
     */
    @Override
    public long numParams(boolean backward) {
      return 1;
    }

    /** A copy, as what the layer reads is overwritten by the next pass. */
    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      return input.dup('c');
    }

    /** The gradients of the sum over the images: the optimizer divides by their number. */
    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      double[] gradient = numbers(input);
      sum = loss(gradient);
      return new Pair<>(
          new DefaultGradient(), Nd4j.create(gradient, input.shape(), input.dataType()));
    }

    @Override
    public double computeScore(
        double regularization, boolean training, LayerWorkspaceMgr workspaces) {
      double loss = Double.isNaN(sum) ? loss(numbers(input)) : sum;
      return loss / getInputMiniBatchSize() + regularization;
    }

    @Override
    public void clear() {
      super.clear();
      sum = Double.NaN;
    }

    /**
     * @param outputs of all images; become the gradient
     * @return the sum over the images
     */
    private double loss(double[] outputs) {
      if (labels.length() != outputs.length) {
        throw new IllegalArgumentException(
            "labels have %d numbers but the network tells %d of %d images"
                .formatted(labels.length(), outputs.length, input.size(0)));
      }
      return function.of(outputs, numbers(labels), (int) input.size(0));
    }

    private static double[] numbers(INDArray x) {
      return x.dup('c').data().asDouble();
    }
  }
}
