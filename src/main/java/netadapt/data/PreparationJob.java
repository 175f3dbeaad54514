package netadapt.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.JobLabels;
import netadapt.ProgramVersion;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The Spark job that makes a dataset: decodes every image once into {@link Pieces}, decides on
 * splits and order, then writes Parquet in that order.
 */
public final class PreparationJob {
  /** Images that a task decodes, if each is a file. */
  private static final int TASK_IMAGES = 1000;

  /** Of so many tasks at least: not by the machines there are, which may be others next time. */
  private static final int LEAST_TASKS = 16;

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
   * @throws BadInput if the source is missing or too small, has neither two classes nor targets, if
   *     too many of its files cannot be decoded, or if the directory holds something else; nothing
   *     is written then
   * @throws UncheckedIOException if a file system fails; what was read until then, and until the
   *     process is killed, stays beside the directory for the next preparation of the same images
   *     in the same form
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
      Listing listing = preparation.source().list(spark);
      check(listing, preparation, warnings);
      progress.found(listing.items().size());
      // Fails before any image is read if there are too few.
      var unused = SplitPlan.of(listing, new BitSet(), preparation);
      DatasetFolder workshop = target.workshop();
      mayWrite.run(); // what another preparation has left is deleted
      Made made = make(spark, preparation, listing, workshop, target, progress);
      mayWrite.run(); // it may be another process's by now
      target.publish(made.facts, made.unreadable);
      workshop.delete();
      return Dataset.open(spark, directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + directory + ": " + e.getMessage(), e);
    }
  }

  private static void check(Listing listing, Preparation preparation, Consumer<String> warnings) {
    ImageSource source = preparation.source();
    if (!listing.unused().isEmpty()) {
      warnings.accept("not used of %s: %s".formatted(source.description(), listing.unused()));
    }
    if (source.hasTargets() && preparation.form().stored() != Stored.FITTED) {
      throw new BrokenRule(
          "stored",
          preparation.form().stored().toString().toLowerCase(Locale.ROOT),
          "fitted: the depths of %s are kept at the network's size, and so are the images"
              .formatted(source.description()),
          "fitted");
    }
    if (preparation.form().stored() == Stored.ORIGINAL && !listing.filePerImage()) {
      throw new BrokenRule(
          "stored",
          "original",
          "fitted, pixels or jpeg: the images of %s are no files of their own"
              .formatted(source.description()));
    }
    if (!source.hasTargets() && listing.classes().size() < 2) {
      throw new BadInput(
          "%s have only one class (%s) but must have at least two: check the path, or add images of another class"
              .formatted(source.description(), String.join(", ", listing.classes())));
    }
  }

  /**
   * What is to be said of images that are written.
   *
   * @param unreadable lines of files that were skipped
   */
  private record Made(DatasetFacts facts, List<String> unreadable) {}

  private static Made make(
      SparkSession spark,
      Preparation preparation,
      Listing listing,
      DatasetFolder workshop,
      DatasetFolder target,
      PreparationProgress progress)
      throws IOException {
    int count = pieces(preparation, listing);
    Pieces pieces = workshop.pieces(key(preparation, listing, count));
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    List<DecodedPart> parts;
    try (JobLabels labels = JobLabels.set(context, "decodes the images")) {
      parts =
          context
              .parallelize(listing.items(), count)
              .mapPartitionsWithIndex(new PieceTask(preparation, pieces, hadoop, progress), true)
              .collect();
    }
    Content content = new Content(listing, parts, preparation.form().channels());
    content.check(preparation);
    progress.unreadable(content.unreadable().cardinality());
    SplitPlan plan = SplitPlan.of(listing, content.unreadable(), preparation);
    JavaRDD<PieceRow> decoded =
        context
            .parallelize(IntStream.range(0, count).boxed().toList(), count)
            .flatMap(number -> rows(pieces, number, hadoop.value().value()));
    int files = preparation.files(content.bytes());
    String images = target.newImages();
    try (JobLabels labels = JobLabels.set(context, "writes the images")) {
      new ImagesTable(target.images(images), preparation.source().hasTargets())
          .write(spark, decoded, plan, files, progress.written());
    }
    return new Made(content.facts(preparation, plan, images), content.unreadableLines());
  }

  /** Small tasks, to be seen to end, unless each would have to read a file's images before its. */
  private static int pieces(Preparation preparation, Listing listing) {
    int images = listing.items().size();
    return listing.filePerImage()
        ? Math.max(Math.min(images, LEAST_TASKS), (images + TASK_IMAGES - 1) / TASK_IMAGES)
        : preparation.partitions();
  }

  /** The same for all preparations whose pieces are the same. */
  private static String key(Preparation preparation, Listing listing, int pieces) {
    String text =
        String.join(
            "\n",
            Pieces.FORMAT,
            ProgramVersion.text(),
            preparation.source().description(),
            preparation.form().text(),
            Integer.toString(pieces),
            listing.fingerprint());
    byte[] hash = DecodedPart.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 8);
  }

  private static Iterator<PieceRow> rows(Pieces pieces, int number, Configuration hadoop)
      throws IOException {
    PieceFile.Rows rows = pieces.rows(number, hadoop);
    TaskContext.get()
        .addTaskCompletionListener(
            task -> {
              try {
                rows.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return rows;
  }

  /** Makes a piece of the items of a partition, unless it is there. */
  private record PieceTask(
      Preparation preparation,
      Pieces pieces,
      Broadcast<SerializableConfiguration> hadoop,
      LongAccumulator read,
      LongAccumulator kept)
      implements Function2<Integer, Iterator<SourceItem>, Iterator<DecodedPart>> {
    PieceTask(
        Preparation preparation,
        Pieces pieces,
        Broadcast<SerializableConfiguration> hadoop,
        PreparationProgress progress) {
      this(preparation, pieces, hadoop, progress.read(), progress.kept());
    }

    @Override
    public Iterator<DecodedPart> call(Integer number, Iterator<SourceItem> items)
        throws IOException {
      Configuration configuration = hadoop.value().value();
      Optional<DecodedPart> there = pieces.facts(number, configuration);
      if (there.isPresent()) {
        kept.add(there.get().size());
        return List.of(there.get()).iterator();
      }
      try (ImageReader reader = preparation.source().reader(configuration, preparation.form())) {
        PieceReading reading = new PieceReading(preparation, reader, items, () -> read.add(1));
        return List.of(pieces.write(number, reading, configuration)).iterator();
      }
    }
  }
}
