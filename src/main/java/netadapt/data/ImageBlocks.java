package netadapt.data;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import netadapt.ParquetSizes;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * Reads images of a dataset from its files, on an executor.
 *
 * @param parts files that hold them
 * @param form in which they are kept
 * @param targets whether they have targets
 */
record ImageBlocks(ImageParts parts, ImageForm form, boolean targets) implements Serializable {
  private static final long serialVersionUID = 1L;

  static final String COLUMNS =
      "message image { required int32 index; required int32 label; required int32 height;"
          + " required int32 width; required int32 channels; required binary image; }";

  private static final String TARGET_COLUMNS = COLUMNS.replace("}", "required binary target; }");

  /**
   * The images {@code [from, to)} in their order; of the files only the pages that hold them are
   * read, each of {@link EpochWindows#BLOCK} images or fewer.
   *
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalStateException if an image is missing
   */
  List<StoredImage> read(int from, int to, Configuration hadoop) {
    List<StoredImage> images = new ArrayList<>(to - from);
    for (ImageParts.Part part : parts.holding(from, to)) {
      try (ParquetReader<Group> reader = open(part.file(), from, to, hadoop)) {
        for (Group row = reader.read(); row != null; row = reader.read()) {
          images.add(image(row, from + images.size()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + part.file() + ": " + e.getMessage(), e);
      } catch (IllegalStateException e) {
        throw e;
      } catch (RuntimeException e) { // Parquet throws many kinds
        throw damaged(part.file(), e);
      }
    }
    if (images.size() != to - from) {
      throw new IllegalStateException(
          "the dataset has %d of its images %d to %d: prepare it again"
              .formatted(images.size(), from, to - 1));
    }
    return images;
  }

  static IllegalStateException damaged(String file, RuntimeException failure) {
    return new IllegalStateException(
        "%s is damaged (%s): prepare the dataset again".formatted(file, failure.getMessage()),
        failure);
  }

  private ParquetReader<Group> open(String file, int from, int to, Configuration hadoop)
      throws IOException {
    Configuration projected = new Configuration(hadoop);
    projected.set(ReadSupport.PARQUET_READ_SCHEMA, targets ? TARGET_COLUMNS : COLUMNS);
    var index = FilterApi.intColumn("index");
    return ParquetReader.builder(new GroupReadSupport(), new Path(file))
        .withConf(projected)
        .withCodecFactory(ParquetSizes.codecs(projected))
        .withFilter(
            FilterCompat.get(FilterApi.and(FilterApi.gtEq(index, from), FilterApi.lt(index, to))))
        .build();
  }

  private StoredImage image(Group row, int expected) {
    int index = row.getInteger("index", 0);
    if (index != expected) {
      throw new IllegalStateException(
          "the dataset lacks its image %d: prepare it again".formatted(expected));
    }
    return new StoredImage(
        form,
        index,
        row.getInteger("label", 0),
        row.getInteger("height", 0),
        row.getInteger("width", 0),
        row.getInteger("channels", 0),
        row.getBinary("image", 0).getBytesUnsafe(),
        targets ? row.getBinary("target", 0).getBytesUnsafe() : new byte[0]);
  }
}
