package netadapt.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Averages the workers of a round where they are: every worker's state is cut into blocks, and each
 * block of all workers goes to one task, which averages it. The driver receives one state, however
 * many workers there are. Only where all states together are small do they go to the driver itself,
 * which saves Spark a stage.
 *
 * <p>Numbers are summed in double precision in the order of the workers, so that the mean is the
 * same to the bit whatever arrives first, and however often Spark has to repeat a task.
 */
public final class RoundAveraging {
  /** Numbers summed at a time, so that their sums stay in the processor's cache. */
  private static final int PART = 2048;

  /** Numbers of all workers together that the driver takes: 4 MB. */
  private static final long SMALL = 1 << 20;

  private RoundAveraging() {}

  /** A worker's numbers of one block, on the way to where the block is averaged. */
  private record Piece(int worker, float[] numbers, int iteration, WorkerStats stats)
      implements Serializable {}

  /** The mean of one block; the rest is the same in every block. */
  private record BlockMean(float[] numbers, int iteration, RoundSummary summary)
      implements Serializable {}

  /**
   * One Spark job: what the workers have to do, and the averaging.
   *
   * @param workers at most one result per partition; a worker without any does not count
   * @param start a state with as many parameters and as much optimizer memory as each of theirs
   * @throws IllegalArgumentException if there is no result at all
   */
  public static AveragedRound of(JavaRDD<WorkerResult> workers, WorkerState start) {
    int count = workers.getNumPartitions();
    List<BlockMean> means =
        (long) count * start.length() <= SMALL
            ? onDriver(workers, start.length())
            : onExecutors(workers, VectorBlocks.of(start.length(), count));
    if (means.isEmpty()) {
      throw new IllegalArgumentException("the round has no minibatch to train on");
    }
    return joined(means, start);
  }

  private static List<BlockMean> onDriver(JavaRDD<WorkerResult> workers, int length) {
    VectorBlocks one = new VectorBlocks(length, 1);
    return mean(workers.flatMapToPair(result -> pieces(result, one)).collect().iterator());
  }

  private static List<BlockMean> onExecutors(JavaRDD<WorkerResult> workers, VectorBlocks blocks) {
    JavaRDD<BlockMean> means =
        workers
            .flatMapToPair(result -> pieces(result, blocks))
            .partitionBy(new HashPartitioner(blocks.count()))
            .mapPartitions(pieces -> mean(pieces).iterator());
    try {
      return means.collect(); // in the order of the partitions, which is that of the blocks
    } finally {
      means.rdd().cleanShuffleDependencies(false); // or a disk fills up, round by round
    }
  }

  /** Each with the number of its block. */
  private static Iterator<Tuple2<Integer, Piece>> pieces(WorkerResult result, VectorBlocks blocks) {
    WorkerState state = result.state();
    return IntStream.range(0, blocks.count())
        .mapToObj(
            block -> {
              float[] numbers = state.numbers(blocks.start(block), blocks.start(block + 1));
              return new Tuple2<>(
                  block, new Piece(result.worker(), numbers, state.iteration(), result.stats()));
            })
        .iterator();
  }

  /** The mean of what has arrived of a block; nothing if nothing has. */
  private static List<BlockMean> mean(Iterator<Tuple2<Integer, Piece>> arrived) {
    List<Piece> pieces = new ArrayList<>();
    arrived.forEachRemaining(piece -> pieces.add(piece._2()));
    if (pieces.isEmpty()) {
      return List.of();
    }
    pieces.sort(Comparator.comparingInt(Piece::worker));
    float[] mean = mean(pieces.stream().map(Piece::numbers).toList());
    int iteration = pieces.stream().mapToInt(Piece::iteration).max().orElseThrow();
    RoundSummary summary = RoundSummary.of(pieces.stream().map(Piece::stats).toList());
    return List.of(new BlockMean(mean, iteration, summary));
  }

  /**
   * The mean of vectors, summed in the order given.
   *
   * @param vectors at least one, all of one length
   */
  public static float[] mean(List<float[]> vectors) {
    float[] mean = new float[vectors.get(0).length];
    double[] sums = new double[Math.min(PART, mean.length)];
    for (int from = 0; from < mean.length; from += PART) {
      int length = Math.min(PART, mean.length - from);
      Arrays.fill(sums, 0);
      for (float[] vector : vectors) {
        add(vector, from, length, sums);
      }
      for (int i = 0; i < length; i++) {
        mean[from + i] = (float) (sums[i] / vectors.size());
      }
    }
    return mean;
  }

  private static void add(float[] vector, int from, int length, double[] sums) {
    for (int i = 0; i < length; i++) {
      sums[i] += vector[from + i];
    }
  }

  private static AveragedRound joined(List<BlockMean> means, WorkerState start) {
    float[] parameters = new float[start.parameters().length];
    float[] updater = new float[start.updater().length];
    WorkerState state = new WorkerState(parameters, updater, means.get(0).iteration());
    int from = 0;
    for (BlockMean mean : means) {
      state.overwrite(from, mean.numbers());
      from += mean.numbers().length;
    }
    return new AveragedRound(state, means.get(0).summary());
  }
}
