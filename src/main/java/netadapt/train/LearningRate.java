package netadapt.train;

import java.util.Objects;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/** A {@link LearningRateSchedule} in steps, as Deeplearning4j asks for it and saves it. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
final class LearningRate implements ISchedule {
  private static final long serialVersionUID = 1L;

  private final LearningRateSchedule.Type type;
  private final double peak;
  private final long warmupSteps;
  private final long totalSteps;
  private final double decay;
  private final double decaySteps;

  /** For Jackson. */
  @SuppressWarnings("unused")
  private LearningRate() {
    this(new LearningRateSchedule(LearningRateSchedule.Type.CONSTANT, 0, 1, 1), 0, 1, 1);
  }

  /**
   * @param peak the rate after the warm-up
   * @param stepsPerEpoch steps of one worker in an epoch
   * @param totalSteps steps of one worker in all
   */
  LearningRate(LearningRateSchedule schedule, double peak, long stepsPerEpoch, long totalSteps) {
    this.type = schedule.type();
    this.peak = peak;
    this.warmupSteps = Math.round(schedule.warmupEpochs() * stepsPerEpoch);
    this.totalSteps = totalSteps;
    this.decay = schedule.decay();
    this.decaySteps = schedule.decayEpochs() * stepsPerEpoch;
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    if (iteration < warmupSteps) {
      return peak * (iteration + 1) / (warmupSteps + 1);
    }
    long after = iteration - warmupSteps;
    return switch (type) {
      case CONSTANT -> peak;
      case EXPONENTIAL -> peak * Math.pow(decay, Math.floor(after / decaySteps));
      case COSINE -> {
        double share = Math.min(1, (double) after / Math.max(1, totalSteps - warmupSteps));
        yield peak * (1 + Math.cos(Math.PI * share)) / 2;
      }
    };
  }

  @Override
  public ISchedule clone() {
    return this; // immutable
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LearningRate that
        && type == that.type
        && peak == that.peak
        && warmupSteps == that.warmupSteps
        && totalSteps == that.totalSteps
        && decay == that.decay
        && decaySteps == that.decaySteps;
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, peak, warmupSteps, totalSteps, decay, decaySteps);
  }
}
