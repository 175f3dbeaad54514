package netadapt.nn;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph whose optimizer keeps its views of parameters and gradients from step to step.
 *
 * <p>Deeplearning4j M2.1 makes several views of every parameter in every step: its updater keeps
 * them only for a gradient that is the graph's own array, but is given a reshaped one, which never
 * is. A step of a small network spends a tenth of its time there.
 */
public class TrainedGraph extends ComputationGraph {
  private static final long serialVersionUID = 1L;

  /** See {@link ComputationGraph#ComputationGraph(ComputationGraphConfiguration)}. */
  public TrainedGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
  }

  @Override
  public final Pair<Gradient, Double> gradientAndScore() {
    return new Pair<>(new OwnGradient(getFlattenedGradients(), gradient()), score());
  }

  /** A gradient whose whole is the graph's array itself. */
  private static final class OwnGradient extends DefaultGradient {
    private static final long serialVersionUID = 1L;

    private final transient INDArray whole;

    OwnGradient(INDArray whole, Gradient parts) {
      super(whole);
      this.whole = whole;
      parts.gradientForVariable().forEach(this::setGradientFor);
    }

    @Override
    public INDArray gradient() {
      return whole;
    }
  }
}
