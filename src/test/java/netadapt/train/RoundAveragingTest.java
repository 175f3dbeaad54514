package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import netadapt.data.LocalSpark;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundAveragingTest extends LocalSpark {
  /** Tasks of a local Spark run in this process. */
  private static final AtomicInteger RUNS = new AtomicInteger();

  private static final List<WorkerResult> RESULTS = new ArrayList<>();

  // Lengths around a part of 2048 and a block of 16384 numbers; from 2^20 numbers of all workers
  // on there are blocks, some of which begin in the parameters and end in the memory.
  @ParameterizedTest
  @CsvSource({
    "1, 1, 0",
    "2, 2048, 1",
    "3, 0, 5",
    "5, 30000, 60001",
    "1, 900000, 200000",
    "3, 0, 400000",
    "5, 300000, 600001",
    "64, 10001, 9000"
  })
  void theMeanIsSummedInTheOrderOfTheWorkers(int workers, int parameters, int memory) {
    List<WorkerResult> results = results(workers, parameters, memory);

    AveragedRound round = RoundAveraging.of(rdd(results), results.get(0).state());

    assertThat(round.state().parameters())
        .isEqualTo(inOrder(results.stream().map(r -> r.state().parameters()).toList()));
    assertThat(round.state().updater())
        .isEqualTo(inOrder(results.stream().map(r -> r.state().updater()).toList()));
    assertThat(round.state().iteration()).isEqualTo(workers + 99);
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    List<WorkerResult> results = results(7, 90_000, 90_000);
    List<WorkerResult> shuffled = new ArrayList<>(results);
    Collections.reverse(shuffled); // each keeps the worker's number

    AveragedRound one = RoundAveraging.of(rdd(results), results.get(0).state());
    AveragedRound other = RoundAveraging.of(rdd(shuffled), results.get(0).state());

    assertThat(other.state().parameters()).isEqualTo(one.state().parameters());
    assertThat(other.summary()).isEqualTo(one.summary());
  }

  @Test
  void aRoundSumsUpItsWorkers() {
    WorkerState state = state(3, 0, 1);
    List<WorkerResult> results =
        List.of(
            new WorkerResult(0, state, new WorkerStats(2, 3, 0.5, 1)),
            new WorkerResult(1, state, new WorkerStats(1, 1.5, 0.25, 2)));

    AveragedRound round = RoundAveraging.of(rdd(results), state);

    // the mean of 3 minibatches' losses; the second worker took 2.25 seconds, the first 1.5
    assertThat(round.summary()).isEqualTo(new RoundSummary(1.5, 3, 0.25, 2));
  }

  @Test
  void aWorkerWithoutAResultDoesNotCount() {
    List<WorkerResult> results = results(3, 200_000, 200_000);
    JavaRDD<WorkerResult> withoutTheSecond = rdd(results).filter(r -> r.worker() != 1);

    AveragedRound round = RoundAveraging.of(withoutTheSecond, results.get(0).state());

    assertThat(round.state().parameters())
        .isEqualTo(
            inOrder(
                List.of(results.get(0).state().parameters(), results.get(2).state().parameters())));
  }

  @Test
  void aRoundWithoutAnyResultIsRefused() {
    JavaRDD<WorkerResult> nothing = rdd(results(2, 10, 0)).filter(r -> false);

    assertThatThrownBy(() -> RoundAveraging.of(nothing, state(10, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the round has no minibatch to train on");
  }

  @ParameterizedTest
  @ValueSource(ints = {50_000, 500_000})
  void everyWorkerRunsOnce(int parameters) {
    RUNS.set(0);
    List<WorkerResult> results = results(4, parameters, 0);

    RoundAveraging.of(
        rdd(results)
            .map(
                result -> {
                  RUNS.incrementAndGet();
                  return result;
                }),
        results.get(0).state());

    assertThat(RUNS).hasValue(4);
  }

  /**
   * Its shuffle files would fill the disk: they are as large as all workers' states, each round.
   */
  @Test
  void aRoundLeavesNothingToFetch() {
    List<WorkerResult> results = results(3, 500_000, 0);

    RoundAveraging.of(rdd(results), results.get(0).state());

    assertThat(spark.sparkContext().env().mapOutputTracker())
        .isInstanceOfSatisfying(
            org.apache.spark.MapOutputTrackerMaster.class,
            tracker -> assertThat(tracker.shuffleStatuses().isEmpty()).isTrue());
  }

  private static List<WorkerResult> results(int workers, int parameters, int memory) {
    return IntStream.range(0, workers)
        .mapToObj(
            worker ->
                new WorkerResult(
                    worker, state(parameters, memory, worker), new WorkerStats(1, 1, 0, 0)))
        .toList();
  }

  /** Numbers of such different sizes that their sum depends on the order. */
  private static WorkerState state(int parameters, int memory, int worker) {
    return new WorkerState(numbers(parameters, worker), numbers(memory, worker + 3), worker + 100);
  }

  private static float[] numbers(int length, int worker) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) (Math.sin(worker + i) * Math.pow(10, worker % 20));
    }
    return numbers;
  }

  private static float[] inOrder(List<float[]> vectors) {
    double[] sums = new double[vectors.get(0).length];
    for (float[] vector : vectors) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += vector[i];
      }
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / vectors.size());
    }
    return mean;
  }

  /** A partition each. */
  private static JavaRDD<WorkerResult> rdd(List<WorkerResult> results) {
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Integer> partitions = IntStream.range(0, results.size()).boxed().toList();
    RESULTS.clear();
    RESULTS.addAll(results);
    return context.parallelize(partitions, results.size()).map(i -> RESULTS.get(i));
  }
}
