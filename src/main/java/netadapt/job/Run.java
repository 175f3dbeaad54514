package netadapt.job;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.LiveExecutor;
import netadapt.Step;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.data.Dataset;
import netadapt.data.Normalization;
import netadapt.metrics.RunEnd;
import netadapt.metrics.RunMetrics;
import netadapt.run.Emission;
import netadapt.run.RunDirectory;
import netadapt.run.RunLease;
import netadapt.score.TaskGrid;
import netadapt.settings.CarbonSettings;
import netadapt.settings.DataSettings;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;
import netadapt.task.Task;
import netadapt.train.ModelFolder;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** One call of the program on a run: its settings, its directory and its Spark session. */
public final class Run {
  private final Settings settings;
  private final Consumer<String> warnings;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();
  private final SparkSession spark;
  private final RunDirectory directory;
  private Metrics metrics;
  private Optional<RunMetrics> tracking = Optional.empty();

  private Run(Settings settings, Consumer<String> warnings, SparkSession spark) {
    this.settings = settings;
    this.warnings = warnings;
    this.spark = spark;
    this.directory =
        new RunDirectory(settings.run().directory(), spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Opens a run in a session; touches nothing yet.
   *
   * @param warnings told what is not as it should be
   */
  public static Run open(Settings settings, SparkSession spark, Consumer<String> warnings) {
    return new Run(settings, warnings, spark);
  }

  public Settings settings() {
    return settings;
  }

  SparkSession spark() {
    return spark;
  }

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  public RunDirectory directory() {
    return directory;
  }

  /**
   * Takes the directory's lease, to be closed when nothing more is written.
   *
   * @throws BadInput if another process writes the directory, or nobody can
   */
  RunLease lease() {
    return RunLease.take(directory, spark.sparkContext().applicationId());
  }

  /**
   * What networks cost; read once.
   *
   * @throws BadInput if a table cannot be read, or there is no such metric
   */
  synchronized Metrics metrics() {
    if (metrics == null) {
      metrics = settings.using("search", () -> Metrics.of(settings, directory.hadoop()));
    }
    return metrics;
  }

  /** Where its numbers go while it works; only for the process that writes the directory. */
  synchronized RunMetrics tracking() {
    if (tracking.isEmpty()) {
      tracking = Optional.of(Tracking.of(this));
    }
    return tracking.get();
  }

  /** A step has ended, whether it was tracked or not; a report is a look at the run only. */
  synchronized void ended(Step step, RunEnd how) {
    if (step != Step.REPORT) {
      tracking.ifPresent(metrics -> metrics.ended(step.word(), how));
    }
  }

  /** Sends what was measured, and ends that. */
  public synchronized void closeTracking() {
    tracking.ifPresent(RunMetrics::close);
    tracking = Optional.empty();
  }

  /** Tasks that run at the same time. */
  int slots() {
    return Math.max(1, spark.sparkContext().defaultParallelism() / taskCores());
  }

  /** Executors that there are at the moment, at least 1. */
  int executors() {
    return Math.max(1, LiveExecutor.of(spark.sparkContext()).size());
  }

  /** What devices emit that work for a time. */
  Emission emission(double seconds) {
    CarbonSettings carbon = settings.carbon();
    int devices = carbon.devices() == 0 ? executors() : carbon.devices();
    return Emission.of(seconds, devices, carbon.poundsPerHour());
  }

  /** What a task that scores takes of its executor. */
  ScoringResources scoringResources() {
    return ScoringResources.of(settings, context().getConf());
  }

  /** Where tasks may score at the moment. */
  TaskGrid.Slots scoringSlots() {
    int executors = executors();
    int cores = Math.max(1, spark.sparkContext().defaultParallelism() / executors);
    int gpus = context().getConf().getInt("spark.executor.resource.gpu.amount", 0);
    return new TaskGrid.Slots(executors * scoringResources().atOnce(cores, gpus), executors);
  }

  /** Cores of a task. */
  int taskCores() {
    return TaskThreads.taskCores(context().getConf());
  }

  /** Warns if there are more threads than cores. */
  void warn(TaskThreads threads) {
    warn(threads.warning());
  }

  /** Tells the user, once, of something that is not as it should be. */
  void warn(Optional<String> warning) {
    warning.filter(warned::add).ifPresent(warnings);
  }

  /** Whether there is a dataset. */
  boolean prepared() {
    return directory.exists(new Path(settings.data().directory(), "dataset.json"));
  }

  /**
   * @throws BadInput if it is not prepared yet, or its images come with something else than what
   *     the task is about
   */
  public Dataset dataset() {
    Dataset dataset = Dataset.open(spark, settings.data().directory());
    checkLabels(settings, dataset.hasTargets());
    return dataset;
  }

  /**
   * Finds out whether a dataset, which may have been prepared for another run, has what the task is
   * about.
   *
   * @param targets whether its images have some, instead of classes
   * @throws BadInput if it has not
   */
  static void checkLabels(Settings settings, boolean targets) {
    if (targets != (settings.task().label() == Task.Label.MAP)) {
      throw new BadInput(
          "task is %s but the images in %s have %s: give another data.directory, or another task"
              .formatted(
                  settings.task().name(),
                  settings.data().directory(),
                  targets ? "a depth for every pixel" : "classes"));
    }
  }

  /** The super-network for the dataset's images and classes. */
  public SuperNetwork network(Dataset dataset) {
    Shape input = new Shape(dataset.height(), dataset.width(), dataset.channels());
    SuperNetwork network =
        NetworkFile.open(settings.network()).network(input, dataset.classes().size());
    checkEnd(settings, network);
    return network;
  }

  /**
   * Finds out whether a network tells what the task wants.
   *
   * @throws BadInput if it does not
   */
  static void checkEnd(Settings settings, SuperNetwork network) {
    settings
        .task()
        .wrongEnd(network)
        .ifPresent(
            end -> {
              throw new BadInput(
                  "network %s must end in %s, since task is %s: give another network, or another task"
                      .formatted(network.name(), end, settings.task().name()));
            });
  }

  Normalization normalization(Dataset dataset) {
    DataSettings.NormalizationChoice chosen = settings.data().normalization();
    if (chosen.ofDataset()) {
      return dataset.normalization();
    }
    if (chosen.mean().size() != dataset.channels()) {
      throw settings.mistake(
          "data",
          new BrokenRule(
              "normalization",
              "a mean of %d numbers".formatted(chosen.mean().size()),
              "dataset, or of %d numbers, one for each channel of the images"
                  .formatted(dataset.channels()),
              "dataset"));
    }
    float[] mean = new float[dataset.channels()];
    float[] std = new float[dataset.channels()];
    for (int channel = 0; channel < mean.length; channel++) {
      mean[channel] = chosen.mean().get(channel).floatValue();
      std[channel] = chosen.std().get(channel).floatValue();
    }
    return new Normalization(mean, std);
  }

  /** The shared weights' model. */
  public ModelFolder supernet() {
    return new ModelFolder(directory.supernet().toString(), directory.hadoop());
  }
}
