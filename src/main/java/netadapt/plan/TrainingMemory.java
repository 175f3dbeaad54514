package netadapt.plan;

import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.train.TrainingPlan;

/** What a worker of a training may need of memory outside of Java's heap. */
public final class TrainingMemory {
  /**
   * What a pass holds, in outputs of all layers: these, what they are before normalisation and
   * bypass, and their gradients. Measured: 3.3 for mobilenet-v3-latency, 3.6 for mobilenet-v1, by
   * the peak of processes that train 8 and 24 images.
   */
  private static final int COPIES_OF_OUTPUTS = 4;

  /** Weights, gradients, and the sum of those of several passes. */
  private static final int COPIES_OF_WEIGHTS = 3;

  /** One is made while the other is trained on. */
  private static final int MINIBATCHES = 2;

  private TrainingMemory() {}

  /**
   * Of one worker, in bytes.
   *
   * @param network at its full size
   */
  public static long bytes(SubNetwork network, TrainingPlan plan) {
    StateSize state = StateSize.of(network, plan.optimizer());
    long outputs = network.layers().stream().mapToLong(layer -> numbers(layer.output())).sum();
    long minibatches = MINIBATCHES * plan.pace().batch() * numbers(network.network().input());
    return Float.BYTES
        * (COPIES_OF_OUTPUTS * outputs * plan.imagesPerPass()
            + COPIES_OF_WEIGHTS * state.weights()
            + state.memory()
            + minibatches);
  }

  private static long numbers(Shape shape) {
    return (long) shape.height() * shape.width() * shape.channels();
  }
}
