package netadapt.data;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import netadapt.ParquetSizes;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The Parquet files of a dataset, and which images each of them holds.
 *
 * @param parts in the order of their images, every image in one of them
 */
record ImageParts(List<Part> parts) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The columns that take room; the second one is there where images have targets. */
  private static final Set<String> CONTENT = Set.of("image", "target");

  ImageParts {
    parts = List.copyOf(parts);
  }

  /**
   * One file.
   *
   * @param from index of the first image in the dataset
   * @param to index after the last image's
   * @param bytes of its images in memory
   */
  record Part(String file, int from, int to, long bytes) implements Serializable {}

  /**
   * Reads what the ends of the files say, in a Spark job.
   *
   * @param folder of the files
   */
  static ImageParts of(JavaSparkContext spark, String folder) throws IOException {
    Configuration hadoop = spark.hadoopConfiguration();
    Path path = new Path(folder);
    List<String> files =
        Arrays.stream(path.getFileSystem(hadoop).listStatus(path))
            .map(FileStatus::getPath)
            .filter(file -> file.getName().endsWith(".parquet"))
            .map(Path::toString)
            .toList();
    var shared = spark.broadcast(new SerializableConfiguration(hadoop));
    List<Part> parts =
        spark
            .parallelize(files, Math.max(1, files.size()))
            .map(file -> part(file, shared.value().value()))
            .filter(part -> part.to > part.from)
            .collect();
    return new ImageParts(parts.stream().sorted(Comparator.comparingInt(Part::from)).toList());
  }

  static Part part(String name, Configuration hadoop) {
    Path file = new Path(name);
    int from = Integer.MAX_VALUE;
    int to = 0;
    long bytes = 0;
    try {
      HadoopInputFile input = HadoopInputFile.fromPath(file, hadoop);
      try (ParquetFileReader reader = ParquetFileReader.open(input)) {
        ParquetSizes.check(reader.getFooter(), input.getLength());
        for (BlockMetaData block : reader.getFooter().getBlocks()) {
          IntStatistics indices = (IntStatistics) column(block, "index").getStatistics();
          from = Math.min(from, indices.getMin());
          to = Math.max(to, indices.getMax() + 1);
          bytes += bytes(block);
        }
      }
      return new Part(name, Math.min(from, to), to, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (RuntimeException e) { // Parquet throws many kinds
      throw ImageBlocks.damaged(name, e);
    }
  }

  private static long bytes(BlockMetaData block) {
    return block.getColumns().stream()
        .filter(column -> CONTENT.contains(column.getPath().toDotString()))
        .mapToLong(ColumnChunkMetaData::getTotalUncompressedSize)
        .sum();
  }

  private static ColumnChunkMetaData column(BlockMetaData block, String name) {
    return block.getColumns().stream()
        .filter(column -> column.getPath().toDotString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The files that hold any of the images {@code [from, to)}. */
  List<Part> holding(int from, int to) {
    List<Part> found = new ArrayList<>();
    for (Part part : parts) {
      if (part.from < to && part.to > from) {
        found.add(part);
      }
    }
    return found;
  }

  /** The same as a value of its own, which is small. */
  ImageParts only(int from, int to) {
    return new ImageParts(holding(from, to));
  }

  /**
   * Bytes that an image takes in memory, on average; at least 1. Whole ones, so that the heads of
   * pages do not show, of which the same images in other files have more or fewer.
   */
  long bytesPerImage() {
    long bytes = parts.stream().mapToLong(Part::bytes).sum();
    long images = parts.stream().mapToLong(part -> part.to - part.from).sum();
    return Math.max(1, Math.round((double) bytes / Math.max(1, images)));
  }
}
