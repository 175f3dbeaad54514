package netadapt.train;

import java.io.Serializable;

/**
 * How the learning rate changes over a training.
 *
 * @param type its course after the warm-up
 * @param warmupEpochs epochs over which it rises from 0, at least 0
 * @param decay the exponential schedule's factor, in {@code (0, 1]}
 * @param decayEpochs epochs after which the factor applies once, more than 0
 */
public record LearningRateSchedule(Type type, double warmupEpochs, double decay, double decayEpochs)
    implements Serializable {
  /** The courses there are. */
  public enum Type {
    /** Times {@code decay} every {@code decayEpochs}. */
    EXPONENTIAL,
    /** Half a cosine, from the peak to 0 at the end. */
    COSINE,
    CONSTANT
  }
}
