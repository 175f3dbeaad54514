package netadapt.benchmark;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import netadapt.data.Dataset;
import netadapt.data.ImageForm;
import netadapt.data.ImageNetFiles;
import netadapt.data.Preparation;
import netadapt.data.PreparationJob;
import netadapt.data.Split;
import netadapt.data.Stored;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.spark.sql.SparkSession;

/**
 * How many photographs are prepared in a second, in each form, from a tar file like ImageNet's; and
 * how large they are then.
 *
 * <pre>submit/benchmark.sh --images FOLDER prepare</pre>
 */
final class PreparedPhotographs {
  private static final int SIDE = 256;
  private static final int NETWORK = 224;
  private static final double CROP = 0.875;

  private PreparedPhotographs() {}

  /**
   * @param arguments folder of class folders; folder to work in; how often the tar file holds each
   *     photograph; repetitions
   */
  public static void main(String[] arguments) throws IOException {
    Path work = Path.of(arguments[1]);
    int copies = Integer.parseInt(arguments[2]);
    writeTar(Path.of(arguments[0]), work.resolve("ILSVRC2012_img_train.tar"), copies);
    int cores = Runtime.getRuntime().availableProcessors();
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + cores + "]")
            .config("spark.ui.enabled", "false")
            .config("spark.local.dir", work.toString())
            .getOrCreate();
    try {
      for (Stored stored : Stored.values()) {
        prepare(spark, work, stored, cores); // not counted: loads classes
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
          rates.add(prepare(spark, work, stored, cores));
        }
        String name = stored.name().toLowerCase(Locale.ROOT);
        Child.say(name + "_images_per_second", new Series(rates).median());
        Child.say(name + "_bytes", bytes(spark, work));
      }
    } finally {
      spark.stop();
    }
  }

  /** Images per second and core. */
  private static double prepare(SparkSession spark, Path work, Stored stored, int cores) {
    ImageForm form = new ImageForm(NETWORK, NETWORK, 3, stored, SIDE, CROP);
    Preparation preparation =
        new Preparation(
            new ImageNetFiles(work.toString()),
            form,
            10,
            10,
            1,
            0,
            2 * cores,
            Preparation.USUAL_FILE_BYTES);
    long began = System.nanoTime();
    Dataset dataset = PreparationJob.prepare(spark, preparation, work.resolve("data").toString());
    double seconds = (System.nanoTime() - began) / 1e9;
    int images = 0;
    for (Split split : Split.values()) {
      images += dataset.count(split);
    }
    return images / seconds / cores;
  }

  private static double bytes(SparkSession spark, Path work) {
    return spark
        .read()
        .parquet(work.resolve("data/images.parquet").toString())
        .selectExpr("avg(length(image))")
        .first()
        .getDouble(0);
  }

  /** A tar file of a tar file per class. */
  private static void writeTar(Path folder, Path target, int copies) throws IOException {
    Files.createDirectories(target.getParent());
    try (TarArchiveOutputStream all =
            new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(target)));
        Stream<Path> classes = Files.list(folder).sorted()) {
      for (Path one : classes.filter(Files::isDirectory).toList()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);
            Stream<Path> images = Files.list(one).sorted()) {
          for (Path image : images.toList()) {
            byte[] content = Files.readAllBytes(image);
            for (int i = 0; i < copies; i++) {
              add(tar, "%d_%s".formatted(i, image.getFileName()), content);
            }
          }
        }
        add(all, one.getFileName() + ".tar", bytes.toByteArray());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
