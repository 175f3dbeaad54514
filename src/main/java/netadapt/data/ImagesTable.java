package netadapt.data;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.Arrays;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * The Parquet of a dataset's images.
 *
 * @param folder that does not exist yet
 * @param targets whether each image has a target
 */
record ImagesTable(String folder, boolean targets) {
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

  /** Of images that have targets. */
  private static final StructType TARGET_COLUMNS = COLUMNS.add("target", BinaryType, false);

  /**
   * Writes it in the order of a plan.
   *
   * @param files that it has
   * @param written counts the images
   */
  void write(
      SparkSession spark,
      JavaRDD<PieceRow> decoded,
      SplitPlan plan,
      int files,
      LongAccumulator written) {
    StructType columns = targets ? TARGET_COLUMNS : COLUMNS;
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SplitPlan> shared = context.broadcast(plan);
    JavaRDD<Row> rows =
        decoded
            .mapToPair(row -> new Tuple2<>(shared.value().index(row.ordinal()), row))
            .repartitionAndSortWithinPartitions(IndexRanges.even(plan.total(), files))
            .map(
                pair -> {
                  PieceRow row = pair._2();
                  written.add(1);
                  return row(pair._1(), shared.value().split(row.ordinal()), row, columns);
                });
    spark
        .createDataFrame(rows, columns)
        .write()
        .mode(SaveMode.ErrorIfExists)
        // Pixels never repeat; small row groups let a split be read without the others.
        .option("parquet.enable.dictionary#image", "false")
        .option("parquet.enable.dictionary#target", "false")
        .option("parquet.block.size", 32 << 20)
        // Of a row group, only pages are read that hold wanted images: by default all are in one.
        .option("parquet.page.row.count.limit", EpochWindows.BLOCK)
        // Nothing beside the table: some readers take every file of a folder for a part of it.
        .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
        .option("fs.file.impl", RawLocalFileSystem.class.getName())
        .option("fs.file.impl.disable.cache", "true")
        .parquet(folder);
  }

  private static Row row(int index, Split split, PieceRow row, StructType columns) {
    Object[] values = {
      index,
      split.column(),
      row.label(),
      row.height(),
      row.width(),
      row.channels(),
      row.image(),
      row.source(),
      row.target()
    };
    return RowFactory.create(Arrays.copyOf(values, columns.size())); // the target comes last
  }
}
