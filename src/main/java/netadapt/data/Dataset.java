package netadapt.data;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import netadapt.BadInput;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** A prepared dataset: its facts, and its images packed for the executors. */
public final class Dataset {
  /** Below this, a channel that never changes would be divided by nothing: one step of a byte. */
  private static final double LEAST_STD = 1.0 / 255;

  /** Bytes of a worker's training images that are read once, and not for every epoch. */
  private static final long MOST_IN_MEMORY = 1L << 30;

  private final SparkSession spark;
  private final DatasetFolder folder;
  private final DatasetFacts facts;

  private Dataset(SparkSession spark, DatasetFolder folder, DatasetFacts facts) {
    this.spark = spark;
    this.folder = folder;
    this.facts = facts;
  }

  /**
   * Opens what {@link PreparationJob} made.
   *
   * @param directory of the dataset, on any file system that Hadoop knows
   * @throws BadInput if there is none
   * @throws UncheckedIOException if the file system fails
   */
  public static Dataset open(SparkSession spark, String directory) {
    try {
      DatasetFolder folder =
          new DatasetFolder(spark.sparkContext().hadoopConfiguration(), directory);
      return new Dataset(spark, folder, folder.facts());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open dataset " + directory, e);
    }
  }

  /** Hash of the labels, splits and pixels, in order: 16 hexadecimal digits. */
  public String id() {
    return facts.id();
  }

  /** Names by label. */
  public List<String> classes() {
    return facts.classes();
  }

  /** What is kept of each image. */
  public Stored stored() {
    return facts.stored();
  }

  /**
   * How much of an image the network sees: share of the sides of the largest part of its shape, in
   * {@code (0, 1]}.
   */
  public double cropShare() {
    return facts.cropShare();
  }

  /** Whether each image has a target, which is its depth, instead of a class. */
  public boolean hasTargets() {
    return facts.withTargets();
  }

  /** Of every image for the network, in pixels. */
  public int height() {
    return facts.height();
  }

  /** Of every image for the network, in pixels. */
  public int width() {
    return facts.width();
  }

  /** Of every image for the network: 1 or 3. */
  public int channels() {
    return facts.channels();
  }

  /** How many images a split has. */
  public int count(Split split) {
    return facts.counts().getOrDefault(split.column(), 0);
  }

  /** Of the splits and the order. */
  public long seed() {
    return facts.seed();
  }

  /** How many files could not be decoded. */
  public int skipped() {
    return facts.skipped();
  }

  /** Mean and standard deviation of the training images; the latter at least 1/255. */
  public Normalization normalization() {
    float[] mean = new float[channels()];
    float[] std = new float[channels()];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = facts.mean().get(c).floatValue();
      std[c] = (float) Math.max(LEAST_STD, facts.std().get(c));
    }
    return new Normalization(mean, std);
  }

  /**
   * The images of a split in their stored order as the network sees them, packed: partition i holds
   * shard i and nothing else. Images that are kept in another form are decoded and fitted. Shards
   * hold whole batches, so a split has the same batches however many shards it is cut into; only
   * the last shard that is not empty may end in a smaller one. Each call reads the split anew: keep
   * the result if it is used more than once.
   *
   * @param count how many shards, at least 1; the last ones are empty if there are fewer batches
   * @param multiple images per batch, at least 1
   * @throws BadInput if a shard would exceed 2 GB
   */
  public JavaRDD<ImageShard> shards(Split split, int count, int multiple) {
    return shards(split, 0, count(split), count, multiple);
  }

  /**
   * The same for some of a split's images, which are a random choice of it, since images are stored
   * in random order.
   *
   * @param from number of the first image within the split, from 0
   * @param to number after the last image's, at least {@code from} and at most the split's count
   * @throws BadInput if a shard would exceed 2 GB
   */
  public JavaRDD<ImageShard> shards(Split split, int from, int to, int count, int multiple) {
    Objects.checkFromToIndex(from, to, count(split));
    require(count >= 1, "shards", count);
    require(multiple >= 1, "batch", multiple);
    IndexRanges ranges = IndexRanges.ofBatches(to - from, count, multiple);
    check(split, ranges);
    int first = from;
    for (Split earlier : EnumSet.range(Split.TRAIN, split)) {
      first += earlier == split ? 0 : count(earlier);
    }
    int start = first;
    ShardPacking packing = new ShardPacking(facts.form(), hasTargets(), from, ranges);
    return spark
        .read()
        .parquet(folder.images(facts.images()))
        .where(col("split").equalTo(split.column()))
        .where(col("index").geq(start).and(col("index").lt(start + to - from)))
        .select("index", packing.columns())
        .toJavaRDD()
        .mapToPair(row -> new Tuple2<>(row.getInt(0) - start, row))
        .repartitionAndSortWithinPartitions(ranges)
        .mapPartitionsWithIndex(
            (index, rows) -> List.of(packing.pack(index, rows)).iterator(), true);
  }

  /**
   * The mean of all that is known of pixels of the training images; 0 if that is nothing. Only the
   * targets are read.
   *
   * @throws IllegalStateException if images have none
   */
  public double meanTarget() {
    if (!hasTargets()) {
      throw new IllegalStateException("the images of " + folder + " have no targets");
    }
    int height = height();
    int width = width();
    List<Tuple2<Integer, double[]>> sums =
        new ArrayList<>(
            spark
                .read()
                .parquet(folder.images(facts.images()))
                .where(col("split").equalTo(Split.TRAIN.column()))
                .select("index", "target", "source")
                .toJavaRDD()
                .map(row -> new Tuple2<>(row.getInt(0), sumAndCount(height, width, row)))
                .collect());
    sums.sort(Comparator.comparing(Tuple2::_1)); // added in the same order every time
    double sum = 0;
    double count = 0;
    for (Tuple2<Integer, double[]> image : sums) {
      sum += image._2()[0];
      count += image._2()[1];
    }
    return sum / Math.max(1, count);
  }

  private static double[] sumAndCount(int height, int width, Row row) {
    try {
      return TargetMap.of(height, width, row.<byte[]>getAs(1)).sumAndCount();
    } catch (IllegalArgumentException e) {
      throw ShardPacking.damaged(row.getInt(0), row.getString(2), e);
    }
  }

  /**
   * The training images, one partition per worker: in memory where they are of the network's size
   * and a worker has no more than a gigabyte of them, else read from the files while they are
   * trained on.
   *
   * @param workers at least 1; the last ones have none if there are fewer images
   * @param windowMegabytes about how much of its files a worker holds at a time, at least 1; twice
   *     as much while it reads ahead
   * @throws UncheckedIOException if the file system fails
   */
  public JavaRDD<? extends TrainingShard> trainingShards(int workers, int windowMegabytes) {
    require(workers >= 1, "workers", workers);
    require(windowMegabytes >= 1, "window-megabytes", windowMegabytes);
    return inMemory(stored(), count(Split.TRAIN), workers, bytesPerImage())
        ? shards(Split.TRAIN, workers, 1)
        : streamedShards(workers, windowMegabytes);
  }

  /**
   * Whether workers have their training images in memory.
   *
   * @param stored in which form images are kept
   * @param images of all workers
   * @param workers at least 1
   * @param bytes of an image of the network's size, with its target if it has one
   */
  public static boolean inMemory(Stored stored, long images, int workers, long bytes) {
    return stored == Stored.FITTED && (images + workers - 1) / workers * bytes <= MOST_IN_MEMORY;
  }

  /** The training images as they are in the files, whatever their size. */
  JavaRDD<TrainingShard> streamedShards(int workers, int windowMegabytes) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ImageParts parts;
    try {
      parts = ImageParts.of(context, folder.images(facts.images()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the files of dataset " + folder, e);
    }
    var hadoop = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    IndexRanges ranges = IndexRanges.even(count(Split.TRAIN), workers);
    long blocks = windowMegabytes * 1048576L / parts.bytesPerImage() / EpochWindows.BLOCK;
    int atATime = (int) Math.max(1, Math.min(1 << 13, blocks)) * EpochWindows.BLOCK;
    List<TrainingShard> shards = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      int from = ranges.start(worker); // training images come first
      int size = ranges.size(worker);
      ImageBlocks images =
          new ImageBlocks(parts.only(from, from + size), facts.form(), hasTargets());
      shards.add(new StreamedShard(images, hadoop, from, size, atATime));
    }
    return context.parallelize(shards, workers);
  }

  /**
   * All images of a split, brought to the driver.
   *
   * @throws BadInput if they exceed 2 GB
   */
  public ImageShard collect(Split split) {
    return shards(split, 1, 1).collect().get(0);
  }

  private void check(Split split, IndexRanges ranges) {
    long bytes = ranges.size(0) * bytesPerImage();
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new BadInput(
          "a shard of the %s images of %s would have %.1f GB but must have less than 2.1: use more than %d shards"
              .formatted(split.column(), folder, bytes / 1e9, ranges.numPartitions()));
    }
  }

  /** Of an image in memory, with its target. */
  public long bytesPerImage() {
    return (long) height() * width() * (channels() + (hasTargets() ? Float.BYTES : 0));
  }

  private static void require(boolean holds, String what, int value) {
    if (!holds) {
      throw new IllegalArgumentException(what + " is " + value + " but must be at least 1");
    }
  }

  /** Where it is. */
  @Override
  public String toString() {
    return folder.toString();
  }
}
