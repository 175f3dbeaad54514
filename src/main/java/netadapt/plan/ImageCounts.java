package netadapt.plan;

/**
 * How many images a run has.
 *
 * @param train to train on
 * @param heldOut to score sub-networks on
 * @param test to test the networks on that were found
 * @param classes of them
 * @param origin how they are known
 */
public record ImageCounts(int train, int heldOut, int test, int classes, Origin origin) {
  /** How counts are known. */
  public enum Origin {
    /** They are prepared. */
    PREPARED,
    /** Their files were counted; those that cannot be read will be fewer. */
    COUNTED,
    /** The data set is a public one of a known size, which is not there yet. */
    PUBLISHED
  }

  /** All images. */
  public int all() {
    return train + heldOut + test;
  }
}
