package netadapt.job;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import netadapt.BadInput;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.data.Augmentation;
import netadapt.data.Dataset;
import netadapt.data.Normalization;
import netadapt.nn.Backend;
import netadapt.run.RunDirectory;
import netadapt.settings.DataSettings;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;
import netadapt.train.ModelFolder;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** One call of the program on a run: its settings, its directory and its Spark session. */
public final class Run implements AutoCloseable {
  private final Settings settings;
  private final Consumer<String> warnings;
  private final SparkSession spark;
  private final RunDirectory directory;

  private Run(Settings settings, Consumer<String> warnings, SparkSession spark) {
    this.settings = settings;
    this.warnings = warnings;
    this.spark = spark;
    this.directory =
        new RunDirectory(settings.run().directory(), spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Starts Spark, or takes the session that spark-submit or a notebook has started.
   *
   * @param warnings told what is not as it should be
   */
  public static Run open(Settings settings, Consumer<String> warnings) {
    SparkConf configuration = new SparkConf();
    for (Map.Entry<String, String> setting : settings.spark().entrySet()) {
      configuration.set(setting.getKey(), setting.getValue());
    }
    configuration.setIfMissing("spark.master", "local[*]");
    configuration.setIfMissing("spark.app.name", "netadapt " + settings.network());
    configuration.setIfMissing("spark.ui.showConsoleProgress", "false");
    // Kryo cannot read records back, and has nothing to gain on arrays of pixels and weights.
    configuration.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    // As many native threads as a task has cores, for executors to begin with.
    configuration.setIfMissing(
        TaskThreads.EXECUTOR_VARIABLE, Integer.toString(TaskThreads.taskCores(configuration)));
    Backend.choose();
    return new Run(settings, warnings, SparkSession.builder().config(configuration).getOrCreate());
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

  /** Tasks that run at the same time. */
  int slots() {
    return Math.max(1, spark.sparkContext().defaultParallelism() / taskCores());
  }

  /** Cores of a task. */
  int taskCores() {
    return TaskThreads.taskCores(context().getConf());
  }

  /** Warns if there are more threads than cores. */
  void warn(TaskThreads threads) {
    warn(threads.warning());
  }

  /** Tells the user of something that is not as it should be. */
  void warn(Optional<String> warning) {
    warning.ifPresent(warnings);
  }

  /**
   * @throws BadInput if it is not prepared yet
   */
  Dataset dataset() {
    return Dataset.open(spark, settings.data().directory());
  }

  /** The super-network for the dataset's images and classes. */
  SuperNetwork network(Dataset dataset) {
    Shape input = new Shape(dataset.height(), dataset.width(), dataset.channels());
    return NetworkFile.open(settings.network()).network(input, dataset.classes().size());
  }

  Normalization normalization(Dataset dataset) {
    DataSettings.Normalization chosen = settings.data().normalization();
    if (chosen.ofDataset()) {
      return dataset.normalization();
    }
    if (chosen.mean().size() != dataset.channels()) {
      throw new BadInput(
          "data.normalization has %d channels but the images have %d"
              .formatted(chosen.mean().size(), dataset.channels()));
    }
    float[] mean = new float[dataset.channels()];
    float[] std = new float[dataset.channels()];
    for (int channel = 0; channel < mean.length; channel++) {
      mean[channel] = chosen.mean().get(channel).floatValue();
      std[channel] = chosen.std().get(channel).floatValue();
    }
    return new Normalization(mean, std);
  }

  Augmentation augmentation() {
    DataSettings.Augment augment = settings.data().augment();
    return new Augmentation(augment.padding(), augment.flip());
  }

  /** The shared weights' model. */
  ModelFolder supernet() {
    return new ModelFolder(directory.supernet().toString(), directory.hadoop());
  }

  /** The found network's model. */
  ModelFolder found() {
    return new ModelFolder(directory.found().toString(), directory.hadoop());
  }

  @Override
  public void close() {
    spark.stop();
  }
}
