package netadapt.train;

import java.util.Collection;
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
 * <p>Every partition is a worker: it starts from the graph's weights and fits its minibatches in
 * order; {@link RoundAveraging} averages weights and optimizer memory.
 */
public final class FixedOrderAveraging
    implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {
  private final long seed;
  private final KernelChoice kernels;
  private final int imagesPerPass;
  private ComputationGraph described;
  private String description = "";
  private RoundSummary lastRound = new RoundSummary(0, 0, 0, 0);

  /**
   * @param seed of the dropout inside the graph
   * @param kernels the layers' arithmetic
   * @param imagesPerPass images of a minibatch that are computed and normalised together, at least
   *     1: a pass of the graph, of which every step has as many as it needs
   */
  public FixedOrderAveraging(long seed, KernelChoice kernels, int imagesPerPass) {
    this.seed = seed;
    this.kernels = kernels;
    this.imagesPerPass = imagesPerPass;
  }

  /** How the last round went. */
  public RoundSummary lastRound() {
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
    WorkerGraphs.Kind kind =
        new WorkerGraphs.Kind(configuration(graph.getNetwork()), kernels, imagesPerPass);
    WorkerState state = WorkerState.of(graph.getNetwork());
    Broadcast<WorkerState> start = spark.broadcast(state);
    long roundSeed = seed;
    JavaRDD<WorkerResult> workers =
        trainingData.mapPartitionsWithIndex(
            (worker, minibatches) ->
                WorkerRound.run(kind, start.value(), minibatches, worker, roundSeed).stream()
                    .iterator(),
            true);
    try {
      AveragedRound averaged = RoundAveraging.of(workers, state);
      averaged.state().load(graph.getNetwork());
      lastRound = averaged.summary();
      graph.setScore(lastRound.loss());
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
