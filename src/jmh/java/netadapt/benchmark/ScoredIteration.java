package netadapt.benchmark;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.ImageShard;
import netadapt.score.GroupSize;
import netadapt.score.Images;
import netadapt.score.ScoringDevice;
import netadapt.score.ScoringJob;
import netadapt.score.SharedModel;
import netadapt.score.Tally;
import netadapt.score.TaskGrid;
import netadapt.task.TopK;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The scoring of one iteration's samples as a search does it, on Spark and on noise. */
public final class ScoredIteration implements AutoCloseable {
  /** How a search groups samples by default. */
  static final GroupSize GROUPED = new GroupSize(0, 256_000_000, 5);

  private static final String SERIALIZER = "org.apache.spark.serializer.JavaSerializer";

  private final JavaSparkContext spark;
  private final ScoringJob job;

  /**
   * What it took.
   *
   * @param seconds by the clock
   * @param runtimeSeconds in ONNX Runtime, of all tasks together
   */
  public record Time(double seconds, double runtimeSeconds) {}

  /**
   * Starts Spark and brings the images to its executors.
   *
   * @param master of Spark
   * @param slots tasks at once, each on one core
   * @param images a multiple of the slots
   * @param size how many samples go into one model
   */
  public ScoredIteration(
      String master, int slots, SuperNetwork network, int images, GroupSize size) {
    SparkConf configuration =
        new SparkConf()
            .setMaster(master)
            .setAppName("scored iteration")
            .set("spark.ui.enabled", "false")
            .set("spark.serializer", SERIALIZER)
            .set("spark.executor.extraClassPath", classPath())
            .set("spark.executorEnv.OMP_NUM_THREADS", "1");
    this.spark = new JavaSparkContext(configuration);
    Weights weights = RandomModel.weights(network);
    List<ImageShard> shards = RandomModel.shards(network, images, slots);
    SharedModel model =
        new SharedModel(
            network,
            weights,
            RandomModel.normalization(network),
            new TopK(1),
            new ScoringDevice(false, 0),
            1);
    Images kept = new Images(spark.parallelize(shards, slots), images);
    ScoringJob.Plan plan =
        new ScoringJob.Plan(
            List.of(kept),
            0.5,
            Optional.empty(),
            size,
            new TaskGrid.Slots(slots, slots),
            Optional.empty());
    this.job = new ScoringJob(spark, model, plan);
    job.score("initial network", List.of(network.full()));
  }

  /** Executors run elsewhere. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Scores samples, none of which has been scored before. */
  public Time score(List<Architecture> samples) {
    long began = System.nanoTime();
    List<Tally> tallies = job.score("iteration", samples);
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Time(seconds, tallies.stream().mapToDouble(Tally::runtimeSeconds).sum());
  }

  @Override
  public void close() {
    job.close();
    spark.close();
  }
}
