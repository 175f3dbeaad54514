package netadapt.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import netadapt.train.FixedOrderAveraging;
import netadapt.train.RoundAveraging;
import netadapt.train.WorkerResult;
import netadapt.train.WorkerState;
import netadapt.train.WorkerStats;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Lets the benchmarks average workers that have not trained: their numbers are made up. */
public final class MadeUpRound implements AutoCloseable {
  /** Workers take turns with them: memory would not hold one for each of many. */
  private static final List<WorkerState> STATES = new ArrayList<>();

  private static final int DIFFERENT = 3;

  private final JavaSparkContext spark;
  private final int workers;
  private final AtomicLong received = new AtomicLong();
  private WorkerState mean;

  /**
   * How a round went.
   *
   * @param seconds by the clock
   * @param driverBytes that the driver received from tasks
   */
  public record Cost(double seconds, double driverBytes) {}

  /**
   * Begins a Spark.
   *
   * @param graph whose parameters and optimizer memory the workers have
   */
  public MadeUpRound(ComputationGraph graph, int workers, int cores) {
    this.workers = workers;
    this.mean = WorkerState.of(graph);
    for (int i = 0; i < DIFFERENT; i++) {
      STATES.add(
          new WorkerState(
              noise(mean.parameters().length, i), noise(mean.updater().length, -i - 1), i));
    }
    SparkConf configuration =
        new SparkConf()
            .setMaster("local[%d]".formatted(cores))
            .setAppName("averaging")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.maxResultSize", "0");
    this.spark = new JavaSparkContext(configuration);
    spark
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd task) {
                received.addAndGet(task.taskMetrics().resultSize());
              }
            });
  }

  /** Numbers of each worker: parameters and optimizer memory. */
  public int numbers() {
    return mean.length();
  }

  /** The way of {@link FixedOrderAveraging}. */
  public Cost onExecutors() {
    return measure(() -> RoundAveraging.of(results(), STATES.get(0)).state());
  }

  /** All states to the driver, which averages them. */
  public Cost onDriver() {
    return measure(
        () -> {
          List<WorkerState> states = results().map(WorkerResult::state).collect();
          return new WorkerState(
              RoundAveraging.mean(states.stream().map(WorkerState::parameters).toList()),
              RoundAveraging.mean(states.stream().map(WorkerState::updater).toList()),
              states.stream().mapToInt(WorkerState::iteration).max().orElseThrow());
        });
  }

  /** A number that tells whether two means are the same to the bit, of the last round. */
  public int meanHash() {
    return 31 * Arrays.hashCode(mean.parameters()) + Arrays.hashCode(mean.updater());
  }

  private interface Averaging {
    WorkerState run();
  }

  private Cost measure(Averaging averaging) {
    received.set(0);
    long began = System.nanoTime();
    mean = averaging.run();
    double seconds = (System.nanoTime() - began) / 1e9;
    try {
      spark.sc().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
    return new Cost(seconds, received.get());
  }

  private JavaRDD<WorkerResult> results() {
    List<Integer> numbers = IntStream.range(0, workers).boxed().toList();
    WorkerStats stats = new WorkerStats(1, 1, 0, 1);
    return spark
        .parallelize(numbers, workers)
        .map(worker -> new WorkerResult(worker, STATES.get(worker % DIFFERENT), stats));
  }

  private static float[] noise(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  @Override
  public void close() {
    spark.stop();
    STATES.clear();
  }
}
