package netadapt.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;

/** Gives each partition a run of consecutive indices, from 0. */
final class IndexRanges extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int[] ends;

  private IndexRanges(int[] ends) {
    this.ends = ends;
  }

  /** Runs whose lengths differ by one at most. */
  static IndexRanges even(int total, int partitions) {
    return ofBatches(total, partitions, 1);
  }

  /**
   * Runs of whole batches, the first ones having one batch more if they cannot be even. Only the
   * last run that is not empty may end in a smaller batch.
   *
   * @param total how many indices there are
   * @param batch indices per batch, at least 1
   */
  static IndexRanges ofBatches(int total, int partitions, int batch) {
    long batches = (total + batch - 1L) / batch;
    return new IndexRanges(
        IntStream.rangeClosed(1, partitions)
            .map(
                p -> {
                  long end = batches / partitions * p + Math.min(p, batches % partitions);
                  return (int) Math.min(total, end * batch);
                })
            .toArray());
  }

  int start(int partition) {
    return partition == 0 ? 0 : ends[partition - 1];
  }

  int size(int partition) {
    return ends[partition] - start(partition);
  }

  @Override
  public int numPartitions() {
    return ends.length;
  }

  @Override
  public int getPartition(Object index) {
    int found = Arrays.binarySearch(ends, (Integer) index + 1);
    if (found < 0) {
      return -found - 1;
    }
    // Empty runs share their end with the run before them.
    while (found > 0 && ends[found - 1] == ends[found]) {
      found--;
    }
    return found;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexRanges ranges && Arrays.equals(ends, ranges.ends);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ends);
  }
}
