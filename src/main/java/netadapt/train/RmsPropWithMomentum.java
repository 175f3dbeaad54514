package netadapt.train;

import java.util.Arrays;
import java.util.Map;
import netadapt.nn.kernels.Views;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * RMSProp whose steps have momentum, which Deeplearning4j's has not: what the rates of the
 * MobileNet papers are meant for.
 *
 * <p>With a gradient {@code g} and a rate {@code r}, {@code square = squareDecay · square + (1 −
 * squareDecay) · g²}; {@code step = momentum · step + r · g / (sqrt(square) + epsilon)}; the
 * weights lose {@code step}.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
final class RmsPropWithMomentum implements IUpdater {
  private static final long serialVersionUID = 1L;
  private static final String SQUARE = "square";
  private static final String STEP = "step";

  private ISchedule schedule;
  private double momentum;
  private double squareDecay;
  private double epsilon;

  /** For Jackson. */
  @SuppressWarnings("unused")
  private RmsPropWithMomentum() {}

  /**
   * @param schedule the rate of every step
   * @param momentum share of the last step that is kept, in {@code [0, 1)}
   * @param squareDecay decay of the mean squared gradient, in {@code [0, 1)}
   * @param epsilon added to the root of the mean squared gradient, more than 0
   */
  RmsPropWithMomentum(ISchedule schedule, double momentum, double squareDecay, double epsilon) {
    this.schedule = schedule;
    this.momentum = momentum;
    this.squareDecay = squareDecay;
    this.epsilon = epsilon;
  }

  @Override
  public long stateSize(long parameters) {
    return 2 * parameters;
  }

  @Override
  public GradientUpdater<RmsPropWithMomentum> instantiate(INDArray state, boolean initialize) {
    long[] shape = state.shape().clone();
    shape[shape.length - 1] /= 2;
    Rule rule = new Rule();
    rule.setStateViewArray(state, shape, state.ordering(), initialize);
    return rule;
  }

  @Override
  public GradientUpdater<RmsPropWithMomentum> instantiate(
      Map<String, INDArray> state, boolean initialize) {
    Rule rule = new Rule();
    rule.setState(state, initialize);
    return rule;
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return schedule.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double rate, ISchedule of) {
    if (of == null) {
      throw new IllegalArgumentException("the rate is " + rate + " but must have a schedule");
    }
    schedule = of;
  }

  @Override
  public IUpdater clone() {
    return new RmsPropWithMomentum(schedule, momentum, squareDecay, epsilon);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RmsPropWithMomentum that
        && schedule.equals(that.schedule)
        && momentum == that.momentum
        && squareDecay == that.squareDecay
        && epsilon == that.epsilon;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new double[] {momentum, squareDecay, epsilon});
  }

  /** The optimizer's memory of some parameters, and what it makes of their gradients. */
  private final class Rule implements GradientUpdater<RmsPropWithMomentum> {
    private INDArray square;
    private INDArray step;

    @Override
    public RmsPropWithMomentum getConfig() {
      return RmsPropWithMomentum.this;
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
      square = state.get(SQUARE);
      step = state.get(STEP);
      if (initialize) {
        square.assign(epsilon); // as Deeplearning4j's
        step.assign(0);
      }
    }

    @Override
    public Map<String, INDArray> getState() {
      return Map.of(SQUARE, square, STEP, step);
    }

    @Override
    public void setStateViewArray(
        INDArray state, long[] gradientShape, char order, boolean initialize) {
      INDArray flat = state.reshape(state.length());
      long half = state.length() / 2;
      setState(
          Map.of(
              SQUARE, Views.part(flat, 0, 0, half).reshape(order, gradientShape),
              STEP, Views.part(flat, 0, half, 2 * half).reshape(order, gradientShape)),
          initialize);
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      square.muli(squareDecay).addi(gradient.mul(gradient).muli(1 - squareDecay));
      INDArray root = Transforms.sqrt(square, true).addi(epsilon);
      gradient.divi(root).muli(getLearningRate(iteration, epoch));
      step.muli(momentum).addi(gradient);
      gradient.assign(step);
    }
  }
}
