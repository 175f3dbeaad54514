package netadapt.score;

import java.io.Serializable;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.data.Normalization;
import netadapt.task.Quality;

/**
 * What every executor has to know to score any sub-network; sent once.
 *
 * @param network the super-network
 * @param weights shared by all sub-networks
 * @param normalization of the images
 * @param metric what outputs are worth
 * @param device what tasks compute on
 * @param threads of one task, at least 1
 */
public record SharedModel(
    SuperNetwork network,
    Weights weights,
    Normalization normalization,
    Quality metric,
    ScoringDevice device,
    int threads)
    implements Serializable {
  /** Images whose statistics are measured together, fewer only where there are no more. */
  public static final int MEASURED_BATCH = 64;

  /** The same with other weights, such as those of one sub-network alone. */
  public SharedModel withWeights(Weights others) {
    return new SharedModel(network, others, normalization, metric, device, threads);
  }

  /** How much memory a sub-network's weights take at most, in bytes. */
  long weightBytes() {
    return weights.tensors().values().stream().mapToLong(Tensor::length).sum() * Float.BYTES;
  }
}
