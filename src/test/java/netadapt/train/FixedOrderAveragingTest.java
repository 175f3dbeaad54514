package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import netadapt.arch.SubNetwork;
import netadapt.data.ImageShard;
import netadapt.data.LocalSpark;
import netadapt.nn.KernelChoice;
import netadapt.nn.Recipe;
import netadapt.nn.SuperNetworkGraph;
import netadapt.nn.kernels.NativeThreads;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;

/** What waits for a thread would wait for ever if it did not end: hence the timeout. */
@Timeout(120)
class FixedOrderAveragingTest extends LocalSpark {
  private static final int STEPS = 3;

  /** The thread that made the last minibatch; tasks of a local Spark run in this process. */
  private static final BlockingQueue<Thread> MAKERS = new LinkedBlockingQueue<>();

  @BeforeEach
  void forgetThreads() {
    MAKERS.clear();
  }

  /** Gradients are added up in another order by another number of threads. */
  @BeforeEach
  void computeWithAsManyThreadsAsWorkers() {
    NativeThreads.use(
        NativeThreads.of(Optional.ofNullable(System.getenv(NativeThreads.VARIABLE)), 1));
  }

  @Test
  void trainingTwiceGivesTheSameWeightsToTheBit() {
    List<ImageShard> shards = Plans.shards(30, 30);
    List<WorkerState> ends = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      ComputationGraph graph = graph(0.2);
      for (int round = 0; round < 2; round++) {
        train(graph, rdd(shards), round * STEPS);
      }
      ends.add(WorkerState.of(graph));
    }
    assertSame(ends.get(0), ends.get(1));
  }

  @Test
  void oneWorkerLearnsWhatDeeplearning4jLearnsAlone() {
    ImageShard shard = Plans.shards(30).get(0);
    ComputationGraph averaged = graph(0);
    ComputationGraph alone = graph(0);

    for (int round = 0; round < 2; round++) {
      train(averaged, rdd(List.of(shard)), round * STEPS);
    }
    minibatches(shard, 0, 0, 2 * STEPS).forEachRemaining(alone::fit);

    assertSame(WorkerState.of(averaged), WorkerState.of(alone));
  }

  @Test
  void minibatchesMadeAheadTeachTheSameToTheBit() {
    ImageShard shard = Plans.shards(30).get(0);
    ComputationGraph ahead = graph(0);
    ComputationGraph oneByOne = graph(0);

    train(ahead, rdd(List.of(shard)), 0, 20);
    minibatches(shard, 0, 0, 20).forEachRemaining(oneByOne::fit);

    assertSame(WorkerState.of(ahead), WorkerState.of(oneByOne));
  }

  @Test
  void aFailedMinibatchFailsTheRoundAndLeavesNoThread() throws InterruptedException {
    JavaRDD<MultiDataSet> failing =
        rdd(Plans.shards(30)).mapPartitions(parts -> watched(parts.next(), 5));

    assertThatThrownBy(() -> train(graph(0), failing))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("Caused by: java.lang.IllegalStateException: minibatch 5 is broken");

    MAKERS.take().join();
  }

  @Test
  void aCancelledRoundEndsAndLeavesNoThread() throws InterruptedException {
    JavaRDD<MultiDataSet> endless =
        rdd(Plans.shards(30)).mapPartitions(parts -> watched(parts.next(), Integer.MAX_VALUE));

    CompletableFuture<?> round = CompletableFuture.runAsync(() -> train(graph(0), endless));
    Thread maker = MAKERS.take();
    spark.sparkContext().cancelAllJobs();

    assertThatThrownBy(round::join).hasCauseInstanceOf(SparkException.class);
    maker.join();
  }

  @Test
  void twoWorkersEndWithTheMeanOfBoth() {
    List<ImageShard> shards = Plans.shards(30, 30);
    ComputationGraph both = graph(0);

    train(both, rdd(shards), 0);

    List<WorkerState> alone = new ArrayList<>();
    for (int worker = 0; worker < 2; worker++) {
      ComputationGraph graph = graph(0);
      minibatches(shards.get(worker), worker, 0, STEPS).forEachRemaining(graph::fit);
      alone.add(WorkerState.of(graph));
    }
    WorkerState mean = WorkerState.of(both);
    assertThat(alone.get(0).parameters()).isNotEqualTo(alone.get(1).parameters());
    for (int i = 0; i < mean.parameters().length; i++) {
      double sum = (double) alone.get(0).parameters()[i] + alone.get(1).parameters()[i];
      assertThat(mean.parameters()[i]).isEqualTo((float) (sum / 2));
    }
    assertThat(mean.iteration()).isEqualTo(STEPS);
  }

  @Test
  void aWorkerWithoutMinibatchesDoesNotCount() {
    ImageShard shard = Plans.shards(30).get(0);
    ComputationGraph withEmpty = graph(0.2);
    ComputationGraph without = graph(0.2);
    JavaRDD<ImageShard> last = rdd(List.of(shard));
    JavaRDD<ImageShard> empty = last.filter(any -> false);

    RoundSummary round = train(withEmpty, last.union(empty), 0);
    train(without, last, 0);

    assertThat(round.minibatches()).isEqualTo(STEPS);
    assertSame(WorkerState.of(withEmpty), WorkerState.of(without));
  }

  @Test
  void aRoundWithoutAnyMinibatchIsRefused() {
    JavaRDD<ImageShard> nothing = rdd(Plans.shards(30)).filter(any -> false);

    assertThatThrownBy(() -> train(graph(0), nothing, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the round has no minibatch to train on");
  }

  @Test
  void theLossIsTheMeanOverAllMinibatches() {
    List<ImageShard> shards = Plans.shards(30, 30);

    RoundSummary round = train(graph(0), rdd(shards), 0);

    double losses = 0;
    for (int worker = 0; worker < 2; worker++) {
      ComputationGraph alone = graph(0);
      Iterator<MultiDataSet> minibatches = minibatches(shards.get(worker), worker, 0, STEPS);
      while (minibatches.hasNext()) {
        alone.fit(minibatches.next());
        losses += alone.score();
      }
    }
    assertThat(round.minibatches()).isEqualTo(2 * STEPS);
    assertThat(round.loss()).isCloseTo(losses / 6, within(1e-9));
  }

  private static ComputationGraph graph(double dropout) {
    Recipe recipe = new Recipe(new Adam(0.01), 1e-4, dropout, 0.9, DataType.FLOAT, 3);
    ComputationGraph graph =
        new ComputationGraph(SuperNetworkGraph.elastic(SubNetwork.full(Plans.NETWORK), recipe));
    graph.init();
    return graph;
  }

  private static JavaRDD<ImageShard> rdd(List<ImageShard> shards) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return context.parallelize(shards, shards.size());
  }

  private static RoundSummary train(ComputationGraph graph, JavaRDD<ImageShard> shards, int from) {
    return train(graph, shards, from, STEPS);
  }

  private static RoundSummary train(
      ComputationGraph graph, JavaRDD<ImageShard> shards, int from, int steps) {
    return train(
        graph,
        shards.mapPartitionsWithIndex(
            (worker, parts) ->
                parts.hasNext()
                    ? minibatches(parts.next(), worker, from, steps)
                    : Collections.emptyIterator(),
            true));
  }

  private static RoundSummary train(ComputationGraph graph, JavaRDD<MultiDataSet> round) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    FixedOrderAveraging master = new FixedOrderAveraging(5, KernelChoice.AUTO, Integer.MAX_VALUE);
    new SparkComputationGraph(context, graph, master).fitMultiDataSet(round);
    return master.lastRound();
  }

  private static Iterator<MultiDataSet> minibatches(
      ImageShard shard, int worker, int from, int steps) {
    return Plans.minibatches(Plans.plan(1, 1, 1), true).of(shard, worker, 3, from, steps);
  }

  /** Minibatches without end, unless one of them cannot be made; tells which thread makes them. */
  private static Iterator<MultiDataSet> watched(ImageShard shard, int broken) {
    Iterator<MultiDataSet> endless = minibatches(shard, 0, 0, Integer.MAX_VALUE);
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(
            i -> {
              MAKERS.clear();
              MAKERS.add(Thread.currentThread());
              if (i == broken) {
                throw new IllegalStateException("minibatch " + i + " is broken");
              }
              return endless.next();
            })
        .iterator();
  }

  private static void assertSame(WorkerState one, WorkerState two) {
    assertThat(one.parameters()).isEqualTo(two.parameters());
    assertThat(one.updater()).isEqualTo(two.updater());
    assertThat(one.iteration()).isEqualTo(two.iteration());
  }
}
