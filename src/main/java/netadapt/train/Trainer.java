package netadapt.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.JobLabels;
import netadapt.Stopped;
import netadapt.arch.Weights;
import netadapt.data.SpreadShards;
import netadapt.data.TrainingShard;
import netadapt.nn.GraphWeights;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Trains a graph on Spark, round by round, and can resume after it was killed. */
final class Trainer {
  private final JavaSparkContext spark;
  private final TrainingPlan plan;
  private final Checkpoints checkpoints;
  private final EpochScoring scoring;
  private final Consumer<TrainingProgress> progress;

  /**
   * @param checkpoints where to resume from and to save to
   * @param scoring of the averaged weights, after rounds that end an epoch
   * @param progress told after every round
   */
  Trainer(
      JavaSparkContext spark,
      TrainingPlan plan,
      Checkpoints checkpoints,
      EpochScoring scoring,
      Consumer<TrainingProgress> progress) {
    this.spark = spark;
    this.plan = plan;
    this.checkpoints = checkpoints;
    this.scoring = scoring;
    this.progress = progress;
  }

  /** Builds the graph to train once it is known how long that will take. */
  interface GraphSource {
    ComputationGraphConfiguration graph(int stepsPerEpoch, int workers);
  }

  /**
   * Trains to the plan's end.
   *
   * @param source of the graph
   * @param initial weights to start from, of all layers or of some; those of others are random
   * @param shards the training images, one partition per worker
   * @return the trained graph, its averaged weights and the log
   * @throws BadInput if a shard holds less than a minibatch, a worker has no device to train on, or
   *     the checkpoint is of another number of workers or images
   */
  Trained train(
      GraphSource source,
      Optional<Weights> initial,
      JavaRDD<? extends TrainingShard> shards,
      Minibatches minibatches) {
    plan.kernels().check();
    checkWorkers(shards.getNumPartitions());
    WorkerDevice.check(spark, shards.getNumPartitions());
    // To the disk if need be: read anew, a shard would cost each round a pass over the dataset.
    JavaRDD<? extends TrainingShard> resident = shards.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return rounds(source, initial, resident, minibatches);
    } finally {
      resident.unpersist();
    }
  }

  private Trained rounds(
      GraphSource source,
      Optional<Weights> initial,
      JavaRDD<? extends TrainingShard> shards,
      Minibatches minibatches) {
    int stepsPerEpoch = stepsPerEpoch(shards);
    int workers = shards.getNumPartitions();
    long totalSteps = plan.totalSteps(stepsPerEpoch);
    LearningRate rate = plan.learningRate(stepsPerEpoch, workers);
    TrainingState state =
        checkpoints.latest().orElseGet(() -> start(source, initial, workers, stepsPerEpoch));
    if (state.stepsPerEpoch() != stepsPerEpoch) {
      throw new BadInput(
          ("the training was begun with %d steps in an epoch but the images are %d steps now: go"
                  + " back to the images that it was begun with, or train anew")
              .formatted(state.stepsPerEpoch(), stepsPerEpoch));
    }
    Standing now = new Standing(state);
    FixedOrderAveraging master =
        new FixedOrderAveraging(plan.seed(), plan.kernels(), plan.imagesPerPass());
    SparkComputationGraph onSpark = new SparkComputationGraph(spark, now.graph, master);

    now.score(totalSteps); // if it was stopped meanwhile
    while (now.step < totalSteps) {
      long from = now.step;
      int length = plan.pace().roundLength().next(now.log, stepsPerEpoch);
      int steps = (int) Math.min(length, totalSteps - from);
      long began = System.nanoTime();
      JavaRDD<MultiDataSet> round =
          SpreadShards.of(shards)
              .mapPartitionsWithIndex(
                  (worker, parts) ->
                      minibatches.of(parts.next(), worker, stepsPerEpoch, from, steps),
                  true);
      try {
        try (JobLabels labels = JobLabels.set(spark, "round " + now.log.size())) {
          onSpark.fitMultiDataSet(round);
        }
        now.trained(steps);
        double seconds = (System.nanoTime() - began) / 1e9;
        now.log.add(
            row(now.log.size(), now.step, stepsPerEpoch, rate, master.lastRound(), seconds));
        now.score(totalSteps);
      } catch (Throwable failure) { // Spark throws checked exceptions without declaring them
        now.keep(failure);
        throw failure;
      }
      try {
        progress.accept(new TrainingProgress(now.log, totalSteps));
      } catch (Stopped stopped) {
        now.keep(stopped);
        throw stopped;
      }
      boolean due = now.log.size() % plan.pace().checkpointRounds() == 0;
      if ((due || plan.pace().roundLength().justMeasured(now.log)) && now.step < totalSteps) {
        now.save();
      }
    }
    float[] kept = now.best.orElse(now.average.values());
    return new Trained(now.graph, averaged(now.graph, kept), now.log);
  }

  /** How far the training is. */
  private final class Standing {
    private final ComputationGraph graph;
    private final MovingAverage average;
    private final int workers;
    private final int stepsPerEpoch;
    private final List<TrainingRound> log;
    private Optional<float[]> best;
    private long step;

    /**
     * Steps of the checkpoint that is there, which must not be written over; 0 if there is none.
     */
    private long saved;

    Standing(TrainingState state) {
      this.graph = state.graph();
      this.average = new MovingAverage(plan.averages().weightsDecay(), state.average());
      this.workers = state.workers();
      this.stepsPerEpoch = state.stepsPerEpoch();
      this.log = new ArrayList<>(state.log());
      this.best = state.best();
      this.step = state.step();
      this.saved = state.step();
    }

    /** The graph has the weights of so many more steps. */
    void trained(int steps) {
      step += steps;
      graph.getConfiguration().setEpochCount((int) (step / stepsPerEpoch));
      average.update(WorkerState.parameters(graph), step, steps);
    }

    TrainingRound last() {
      return log.get(log.size() - 1);
    }

    /**
     * Scores the averaged weights if that is due after the last round, and has not been done; the
     * round's row then has the accuracy.
     */
    void score(long totalSteps) {
      if (log.isEmpty() || last().accuracy().isPresent()) {
        return;
      }
      long from = log.size() == 1 ? 0 : log.get(log.size() - 2).step();
      if (!scoring.due(from, step, stepsPerEpoch, totalSteps)) {
        return;
      }
      Weights weights = GraphWeights.read(averaged(graph, average.values()));
      EpochAccuracy reached = scoring.scorer().score((int) (step / stepsPerEpoch), weights);
      if (scoring.keepsBest() && isBest(reached, log)) {
        best = Optional.of(average.values().clone());
      }
      log.set(log.size() - 1, last().with(reached));
    }

    void save() {
      checkpoints.save(
          new TrainingState(graph, average.values(), best, workers, stepsPerEpoch, step, log));
      saved = step;
    }

    /** Saves what a training that ends before its time has come to, if that is possible. */
    void keep(Throwable end) {
      boolean whole = !log.isEmpty() && last().step() == step; // not cut short after a round
      if (!whole || step == saved) {
        return;
      }
      try {
        save();
      } catch (RuntimeException unsaved) { // such as for a full disk; the checkpoint before stays
        end.addSuppressed(unsaved);
      }
    }
  }

  /** Whether it is more accurate than all before, or as accurate: later weights saw more. */
  private static boolean isBest(EpochAccuracy reached, List<TrainingRound> before) {
    return !Double.isNaN(reached.full())
        && before.stream()
            .flatMap(round -> round.accuracy().stream())
            .noneMatch(earlier -> earlier.full() > reached.full());
  }

  private static TrainingState start(
      GraphSource source, Optional<Weights> initial, int workers, int stepsPerEpoch) {
    ComputationGraph graph = new ComputationGraph(source.graph(stepsPerEpoch, workers));
    graph.init();
    initial.ifPresent(weights -> GraphWeights.write(GraphWeights.read(graph).with(weights), graph));
    return new TrainingState(
        graph,
        WorkerState.parameters(graph),
        Optional.empty(),
        workers,
        stepsPerEpoch,
        0,
        List.of());
  }

  /** Steps of an epoch and learning rates follow from the workers, so that they must stay. */
  private void checkWorkers(int workers) {
    checkpoints
        .workers()
        .ifPresent(
            begun -> {
              if (begun != workers) {
                throw new BrokenRule(
                    "workers",
                    workers,
                    "%1$d, with which this training was begun, or 0 for those %1$d"
                        .formatted(begun),
                    "0");
              }
            });
  }

  private int stepsPerEpoch(JavaRDD<? extends TrainingShard> shards) {
    List<Integer> sizes;
    try (JobLabels labels = JobLabels.set(spark, "reads the images")) {
      sizes = SpreadShards.of(shards).map(TrainingShard::size).collect();
    }
    int smallest = sizes.stream().mapToInt(Integer::intValue).min().orElse(0);
    return TrainingLength.stepsPerEpoch(plan, smallest, sizes.size());
  }

  private TrainingRound row(
      int number,
      long step,
      int stepsPerEpoch,
      LearningRate rate,
      RoundSummary round,
      double seconds) {
    int epoch = (int) ((step - 1) / stepsPerEpoch);
    return new TrainingRound(
        number,
        epoch,
        step,
        round.minibatches() * plan.batch(),
        rate.valueAt((int) step - 1, epoch),
        round.loss(),
        seconds,
        round.inputSeconds(),
        round.computeSeconds(),
        Optional.empty());
  }

  private ComputationGraph averaged(ComputationGraph graph, float[] average) {
    if (plan.averages().weightsDecay() == 0 && !scoring.keepsBest()) {
      return graph;
    }
    ComputationGraph copy = new ComputationGraph(graph.getConfiguration().clone());
    INDArray weights = Nd4j.createUninitialized(graph.params().dataType(), graph.params().shape());
    Floats.copy(average, weights);
    copy.init(weights, false);
    return copy;
  }
}
