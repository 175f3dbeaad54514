package netadapt.train;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import netadapt.nn.KernelChoice;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Deeplearning4j's parameter averaging as one Spark job per round over data that stays where it is.
 *
 * <p>Every partition is a worker: it starts from the graph's weights, fits its minibatches in order
 * and brings its weights and optimizer memory back, which are averaged in the order of the
 * partitions, so that the result is the same to the bit whatever the order of arrival.
 */
public final class FixedOrderAveraging
    implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {
  /** Numbers averaged at a time. */
  private static final int PART = 2048;

  private final long seed;
  private final KernelChoice kernels;
  private ComputationGraph described;
  private String description = "";
  private Round lastRound = new Round(0, 0, 0, 0);

  /**
   * @param seed of the dropout inside the graph
   * @param kernels the layers' arithmetic
   */
  public FixedOrderAveraging(long seed, KernelChoice kernels) {
    this.seed = seed;
    this.kernels = kernels;
  }

  /**
   * How a round went.
   *
   * @param loss mean over all minibatches
   * @param minibatches of all workers
   * @param inputSeconds the slowest worker waited for minibatches
   * @param computeSeconds the slowest worker trained on them
   */
  public record Round(double loss, int minibatches, double inputSeconds, double computeSeconds) {}

  /** How the last round went. */
  public Round lastRound() {
    return lastRound;
  }

  /**
   * One averaging round. The graph's configuration, its counters aside, has to stay as it was in
   * the first round with it.
   *
   * @param graph changed in place
   * @param trainingData one partition per worker; each holds the worker's minibatches of the round.
   *     A minibatch is not used any more when the second after it is made
   * @throws IllegalArgumentException if no partition has any
   */
  @Override
  public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> trainingData) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(trainingData.context());
    String configuration = configuration(graph.getNetwork());
    Broadcast<WorkerState> start = spark.broadcast(WorkerState.of(graph.getNetwork()));
    long roundSeed = seed;
    KernelChoice arithmetic = kernels;
    try {
      List<WorkerResult> results =
          trainingData
              .mapPartitionsWithIndex(
                  (worker, minibatches) ->
                      List.of(
                              WorkerRound.run(
                                  configuration,
                                  start.value(),
                                  minibatches,
                                  worker,
                                  arithmetic,
                                  roundSeed))
                          .iterator(),
                  true)
              .collect();
      finish(graph, results);
    } finally {
      start.destroy();
    }
  }

  /** The graph's structure, without the counters that change from round to round. */
  private String configuration(ComputationGraph graph) {
    if (graph != described) {
      var structure = graph.getConfiguration().clone();
      structure.setIterationCount(0);
      structure.setEpochCount(0);
      description = structure.toJson();
      described = graph;
    }
    return description;
  }

  private void finish(SparkComputationGraph graph, List<WorkerResult> all) {
    List<WorkerResult> results = all.stream().filter(r -> r.minibatches() > 0).toList();
    WorkerResult slowest =
        results.stream()
            .max(Comparator.comparingDouble(WorkerResult::seconds))
            .orElseThrow(
                () -> new IllegalArgumentException("the round has no minibatch to train on"));
    average(results.stream().map(WorkerResult::state).toList()).load(graph.getNetwork());
    int minibatches = results.stream().mapToInt(WorkerResult::minibatches).sum();
    double losses = results.stream().mapToDouble(WorkerResult::lossSum).sum();
    lastRound =
        new Round(
            losses / minibatches, minibatches, slowest.inputSeconds(), slowest.computeSeconds());
    graph.setScore(lastRound.loss());
  }

  /** The mean of the workers' numbers, summed in the order given. */
  static WorkerState average(List<WorkerState> states) {
    int iteration = states.stream().mapToInt(WorkerState::iteration).max().orElse(0);
    return new WorkerState(
        mean(states.stream().map(WorkerState::parameters).toList()),
        mean(states.stream().map(WorkerState::updater).toList()),
        iteration);
  }

  /** Part by part, so that the sums stay in the processor's cache. */
  private static float[] mean(List<float[]> vectors) {
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

  /** Single-input data, as one averaging round. */
  @Override
  public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> trainingData) {
    executeTrainingMDS(graph, trainingData.map(DataSet::toMultiDataSet));
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> trainingData) {
    throw onlyGraphs();
  }

  @Override
  public void executeTrainingPaths(
      SparkDl4jMultiLayer network,
      SparkComputationGraph graph,
      JavaRDD<String> paths,
      DataSetLoader loader,
      MultiDataSetLoader multiLoader) {
    throw new UnsupportedOperationException(
        "averaging in fixed order trains on minibatches, not on paths: use fitMultiDataSet");
  }

  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
    throw onlyGraphs();
  }

  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph graph) {
    throw new UnsupportedOperationException("averaging in fixed order has no separate workers");
  }

  private static UnsupportedOperationException onlyGraphs() {
    return new UnsupportedOperationException(
        "averaging in fixed order trains a ComputationGraph, not a MultiLayerNetwork");
  }

  @Override
  public String toJson() {
    return "{\"seed\":%d,\"kernels\":\"%s\"}".formatted(seed, kernels);
  }

  @Override
  public String toYaml() {
    return "seed: %d\nkernels: %s".formatted(seed, kernels);
  }

  @Override
  public void addHook(TrainingHook trainingHook) {
    throw new UnsupportedOperationException("averaging in fixed order has no hooks");
  }

  @Override
  public void removeHook(TrainingHook trainingHook) {}

  @Override
  public void setCollectTrainingStats(boolean collectTrainingStats) {}

  @Override
  public boolean getIsCollectTrainingStats() {
    return false;
  }

  @Override
  public SparkTrainingStats getTrainingStats() {
    return null;
  }

  @Override
  public void setListeners(Collection<TrainingListener> listeners) {}

  @Override
  public void setListeners(StatsStorageRouter router, Collection<TrainingListener> listeners) {}

  @Override
  public boolean deleteTempFiles(JavaSparkContext spark) {
    return true;
  }

  @Override
  public boolean deleteTempFiles(SparkContext spark) {
    return true;
  }
}
