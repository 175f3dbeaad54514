package netadapt.data;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * The Spark job that makes a dataset: decodes every image once and keeps the pixels on the
 * executors' disks, decides on splits and order, then writes Parquet in that order.
 */
public final class PreparationJob {
  private static final StructType COLUMNS =
      new StructType()
          .add("index", IntegerType, false)
          .add("split", StringType, false)
          .add("label", IntegerType, false)
          .add("height", IntegerType, false)
          .add("width", IntegerType, false)
          .add("channels", IntegerType, false)
          .add("image", BinaryType, false)
          .add("source", StringType, false);

  /** Images that a task decodes, if each is a file. */
  private static final int TASK_IMAGES = 1000;

  private PreparationJob() {}

  /**
   * Makes a dataset while nobody looks, and no other process can take over.
   *
   * @see #prepare(SparkSession, Preparation, String, Runnable, Consumer, PreparationProgress)
   */
  public static Dataset prepare(SparkSession spark, Preparation preparation, String directory) {
    return prepare(
        spark, preparation, directory, () -> {}, unused -> {}, new PreparationProgress(spark));
  }

  /**
   * Makes a dataset, replacing the one that may be there. The same options give the same dataset,
   * byte for byte in every column, whatever the number of partitions.
   *
   * @param directory of the dataset, on any file system that Hadoop knows
   * @param mayWrite called before a dataset is replaced or anything is deleted; throws if another
   *     process has taken over
   * @param warnings told what of the source is not used
   * @param progress told how far it is
   * @throws BadInput if the source is missing or too small, has only one class, if too many of its
   *     files cannot be decoded, or if the directory holds something else; nothing is written then
   * @throws UncheckedIOException if a file system fails
   */
  public static Dataset prepare(
      SparkSession spark,
      Preparation preparation,
      String directory,
      Runnable mayWrite,
      Consumer<String> warnings,
      PreparationProgress progress) {
    try {
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      DatasetFolder target = new DatasetFolder(hadoop, directory);
      target.checkReplaceable();
      DatasetFolder workshop = target.workshop();
      workshop.delete(); // what a killed run may have left
      Listing listing = preparation.source().list(hadoop);
      check(listing, preparation.source(), warnings);
      progress.found(listing.items().size());
      // Fails before any image is read if there are too few.
      var unused = SplitPlan.of(listing, new BitSet(), preparation);
      try {
        make(spark, preparation, listing, workshop, progress);
        mayWrite.run();
        workshop.publish(target);
      } finally {
        mayWrite.run(); // it may be another process's, where it makes the same
        workshop.delete();
      }
      return Dataset.open(spark, directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + directory + ": " + e.getMessage(), e);
    }
  }

  private static void check(Listing listing, ImageSource source, Consumer<String> warnings) {
    if (!listing.unused().isEmpty()) {
      warnings.accept("not used of %s: %s".formatted(source.description(), listing.unused()));
    }
    if (listing.classes().size() < 2) {
      throw new BadInput(
          "%s have only one class (%s) but must have at least two: check the path, or add images of another class"
              .formatted(source.description(), String.join(", ", listing.classes())));
    }
  }

  private static void make(
      SparkSession spark,
      Preparation preparation,
      Listing listing,
      DatasetFolder folder,
      PreparationProgress progress)
      throws IOException {
    JavaRDD<Row> decoded =
        decode(spark, preparation, listing, progress.read()).persist(StorageLevel.DISK_ONLY());
    try {
      int channels = preparation.channels();
      Content content =
          new Content(
              listing,
              decoded
                  .mapPartitions(rows -> List.of(DecodedPart.of(rows, channels)).iterator())
                  .collect());
      content.check(preparation);
      progress.unreadable(content.unreadable().cardinality());
      SplitPlan plan = SplitPlan.of(listing, content.unreadable(), preparation);
      write(spark, preparation, decoded, plan, folder.images(), progress.written());
      if (!content.unreadable().isEmpty()) {
        folder.writeUnreadable(content.unreadableLines());
      }
      folder.write(content.facts(preparation, plan));
    } finally {
      decoded.unpersist(true);
    }
  }

  private static JavaRDD<Row> decode(
      SparkSession spark, Preparation preparation, Listing listing, LongAccumulator read) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    Broadcast<SerializableConfiguration> shared = context.broadcast(hadoop);
    return context
        .parallelize(listing.items(), tasks(preparation, listing))
        .mapPartitions(
            items ->
                new DecodedRow(
                    items, preparation.source().reader(shared.value().value()), preparation))
        .map(
            row -> {
              read.add(1);
              return row;
            });
  }

  /** Small tasks, to be seen to end, unless each would have to read a file's images before its. */
  private static int tasks(Preparation preparation, Listing listing) {
    int small = (listing.items().size() + TASK_IMAGES - 1) / TASK_IMAGES;
    return listing.filePerImage()
        ? Math.max(preparation.partitions(), small)
        : preparation.partitions();
  }

  private static void write(
      SparkSession spark,
      Preparation preparation,
      JavaRDD<Row> decoded,
      SplitPlan plan,
      String folder,
      LongAccumulator written) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SplitPlan> shared = context.broadcast(plan);
    int height = preparation.height();
    int width = preparation.width();
    int channels = preparation.channels();
    JavaRDD<Row> rows =
        decoded
            .filter(row -> !row.isNullAt(DecodedRow.PIXELS))
            .mapToPair(
                row -> new Tuple2<>(shared.value().index(row.getInt(DecodedRow.ORDINAL)), row))
            .repartitionAndSortWithinPartitions(
                IndexRanges.even(plan.total(), preparation.partitions()))
            .map(
                pair -> {
                  written.add(1);
                  return RowFactory.create(
                      pair._1(),
                      shared.value().split(pair._2().getInt(DecodedRow.ORDINAL)).column(),
                      pair._2().getInt(DecodedRow.LABEL),
                      height,
                      width,
                      channels,
                      pair._2().get(DecodedRow.PIXELS),
                      pair._2().getString(DecodedRow.SOURCE));
                });
    spark
        .createDataFrame(rows, COLUMNS)
        .write()
        .mode(SaveMode.ErrorIfExists)
        // Pixels never repeat; small row groups let a split be read without the others.
        .option("parquet.enable.dictionary#image", "false")
        .option("parquet.block.size", 32 << 20)
        // Nothing beside the table: some readers take every file of a folder for a part of it.
        .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
        .option("fs.file.impl", RawLocalFileSystem.class.getName())
        .option("fs.file.impl.disable.cache", "true")
        .parquet(folder);
  }
}
