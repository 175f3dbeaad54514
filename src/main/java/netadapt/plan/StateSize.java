package netadapt.plan;

import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.cost.ParameterCount;
import netadapt.train.Optimizer;

/**
 * How many numbers a training changes, of four bytes each.
 *
 * @param weights parameters, and the running statistics of batch normalisation
 * @param memory of the optimizer
 */
public record StateSize(long weights, long memory) {
  /**
   * Of a training of a network.
   *
   * @param network at its full size, if it is elastic
   */
  public static StateSize of(SubNetwork network, Optimizer optimizer) {
    long parameters = ParameterCount.count(network);
    long statistics =
        2
            * network.layers().stream()
                .filter(SubLayer::normalized)
                .mapToLong(SubLayer::filters)
                .sum();
    return new StateSize(parameters + statistics, perParameter(optimizer) * parameters);
  }

  private static int perParameter(Optimizer optimizer) {
    return switch (optimizer.type()) {
      case RMSPROP -> optimizer.momentum() > 0 ? 2 : 1;
      case ADAM -> 2;
      case NESTEROVS -> 1;
      case SGD -> 0;
    };
  }

  /** Bytes of the weights. */
  public long weightBytes() {
    return Float.BYTES * weights;
  }

  /** Bytes of all. */
  public long bytes() {
    return Float.BYTES * (weights + memory);
  }
}
