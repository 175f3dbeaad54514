package netadapt.train;

import java.io.Serializable;

/**
 * Cuts a vector into blocks that follow each other and differ in length by at most one.
 *
 * @param length of the vector, at least 0
 * @param count of the blocks, at least 1
 */
record VectorBlocks(int length, int count) implements Serializable {
  /** Below 64 KB a block costs more to send around than to average. */
  private static final int SHORTEST = 16_384;

  /** A block for every worker, unless they would be very short. */
  static VectorBlocks of(int length, int workers) {
    return new VectorBlocks(length, Math.max(1, Math.min(workers, length / SHORTEST)));
  }

  /** Where a block begins; for {@code count}, where the last one ends. */
  int start(int block) {
    return (int) ((long) length * block / count);
  }
}
