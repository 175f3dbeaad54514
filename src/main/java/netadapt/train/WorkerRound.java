package netadapt.train;

import java.util.Iterator;
import java.util.Optional;
import netadapt.Seeds;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A worker's part of an averaging round, inside a Spark task. */
final class WorkerRound {
  private WorkerRound() {}

  /**
   * Fits the minibatches in order, each made while the one before it is fitted.
   *
   * @param kind of graph
   * @param start the state to start from
   * @param worker number of the worker among the workers
   * @param seed of the dropout inside the graph
   * @return nothing if there are no minibatches
   */
  static Optional<WorkerResult> run(
      WorkerGraphs.Kind kind,
      WorkerState start,
      Iterator<MultiDataSet> minibatches,
      int worker,
      long seed) {
    WorkerDevice.prepare();
    try (Prefetch<MultiDataSet> input = new Prefetch<>(minibatches, "minibatches-" + worker)) {
      ComputationGraph graph = WorkerGraphs.take(kind);
      start.load(graph);
      WorkerStats stats = fit(graph, input, worker, seed);
      WorkerState end = WorkerState.of(graph);
      WorkerGraphs.giveBack(kind, graph); // not after a failure: its state is unknown
      return stats.minibatches() == 0
          ? Optional.empty()
          : Optional.of(new WorkerResult(worker, end, stats));
    }
  }

  private static WorkerStats fit(
      ComputationGraph graph, Prefetch<MultiDataSet> input, int worker, long seed) {
    double losses = 0;
    int count = 0;
    long computed = 0;
    long began = System.nanoTime();
    for (var next = input.next(); next.isPresent(); next = input.next()) {
      long stepBegan = System.nanoTime();
      losses += step(graph, next.get(), worker, seed);
      count++;
      computed += System.nanoTime() - stepBegan;
    }
    long waited = System.nanoTime() - began - computed;
    return new WorkerStats(count, losses, waited / 1e9, computed / 1e9);
  }

  /**
   * One step of a training, unless its task is to end.
   *
   * @param worker number of the worker among the workers
   * @param seed of the dropout inside the graph
   * @return the minibatch's loss
   */
  static double step(ComputationGraph graph, MultiDataSet minibatch, int worker, long seed) {
    stopIfKilled();
    int step = graph.getConfiguration().getIterationCount();
    Nd4j.getRandom().setSeed(Seeds.mix(seed, "dropout", worker, step));
    graph.fit(minibatch);
    return graph.score();
  }

  /** Spark asks a task of a failed or cancelled job to end, but leaves it to the task to look. */
  private static void stopIfKilled() {
    if (TaskContext.get().isInterrupted()) {
      throw new TaskKilledException("the training was cancelled");
    }
  }
}
