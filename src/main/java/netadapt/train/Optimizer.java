package netadapt.train;

import java.io.Serializable;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * How gradients change weights.
 *
 * @param type which rule
 * @param learningRate at {@code referenceBatch} images, more than 0
 * @param referenceBatch images of all workers together; 0 for a rate that is not scaled
 * @param momentum share of the last step that is kept; Adam's decay of the mean gradient; in {@code
 *     [0, 1)}
 * @param squareDecay decay of the mean squared gradient, in {@code [0, 1)}
 * @param epsilon added to the root of the mean squared gradient, more than 0
 */
public record Optimizer(
    Type type,
    double learningRate,
    int referenceBatch,
    double momentum,
    double squareDecay,
    double epsilon)
    implements Serializable {

  /** The rules there are. */
  public enum Type {
    RMSPROP,
    ADAM,
    NESTEROVS,
    SGD
  }

  /** The learning rate for a batch of so many images, of all workers together. */
  public double learningRate(int images) {
    return referenceBatch == 0 ? learningRate : learningRate * images / referenceBatch;
  }

  /** Deeplearning4j's form of it. */
  public IUpdater updater(ISchedule schedule) {
    return switch (type) {
      case RMSPROP ->
          momentum > 0
              ? new RmsPropWithMomentum(schedule, momentum, squareDecay, epsilon)
              : RmsProp.builder()
                  .learningRateSchedule(schedule)
                  .rmsDecay(squareDecay)
                  .epsilon(epsilon)
                  .build();
      case ADAM ->
          Adam.builder()
              .learningRateSchedule(schedule)
              .beta1(momentum)
              .beta2(squareDecay)
              .epsilon(epsilon)
              .build();
      case NESTEROVS ->
          Nesterovs.builder().learningRateSchedule(schedule).momentum(momentum).build();
      case SGD -> Sgd.builder().learningRateSchedule(schedule).build();
    };
  }
}
