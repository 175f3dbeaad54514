package netadapt.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.nio.FileChannelFromSeekableByteChannel;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import netadapt.data.ImageReader.UnreadableImage;

/** An HDF5 file on any file system. */
final class Hdf5File implements Closeable {
  private static final String NO_HDF5 = "it is no HDF5 file";

  /** Values that are read at once: eight frames of a Kinect. */
  private static final long MOST_VALUES = 1 << 23;

  /** Of a file that is read as a whole; a frame of a Kinect has some 2 MB. */
  private static final long MOST_BYTES = 1 << 24;

  private final Optional<FileSection> section;
  private final HdfFile file;

  private Hdf5File(Optional<FileSection> section, HdfFile file) {
    this.section = section;
    this.file = file;
  }

  /**
   * Opens a file. A small one is read as a whole, and no damage of it takes more memory than it
   * has; of a large one no more is read than is asked for.
   *
   * @throws UnreadableImage if it is no HDF5 file
   */
  static Hdf5File open(SourceFolder files, String name) throws IOException, UnreadableImage {
    long length = files.length(name);
    if (length <= MOST_BYTES) {
      try (InputStream input = files.openTar(name)) {
        ByteBuffer whole = ByteBuffer.wrap(input.readNBytes((int) length));
        return new Hdf5File(
            Optional.empty(), read(Optional.empty(), () -> HdfFile.fromByteBuffer(whole), NO_HDF5));
      }
    }
    return of(new FileSection(files.openTar(name), 0, length));
  }

  /**
   * Of which no more is read than is asked for.
   *
   * @param section all of it; closed with this, or if it is no HDF5 file
   * @throws UnreadableImage if it is none
   */
  static Hdf5File of(FileSection section) throws IOException, UnreadableImage {
    try {
      var channel = new FileChannelFromSeekableByteChannel(section);
      Optional<FileSection> read = Optional.of(section);
      return new Hdf5File(read, read(read, () -> new HdfFile(channel), NO_HDF5));
    } catch (IOException | UnreadableImage e) {
      section.close();
      throw e;
    }
  }

  /**
   * The sizes of a dataset.
   *
   * @throws UnreadableImage if there is no such dataset
   */
  int[] shape(String name) throws IOException, UnreadableImage {
    return read(
        section, () -> dataset(name).getDimensions(), "its dataset " + name + " cannot be read");
  }

  /** How many of a dataset's first dimension are stored together, and are best read together. */
  int together(String name) throws IOException, UnreadableImage {
    return read(
        section,
        () -> dataset(name) instanceof ChunkedDataset chunked ? chunked.getChunkDimensions()[0] : 1,
        "its dataset " + name + " cannot be read");
  }

  /**
   * Reads a part of a dataset of numbers.
   *
   * @param from place of the part's first value
   * @param shape of the part
   * @return its values, the last dimension's next to each other
   * @throws UnreadableImage if there is no such part, or it holds no numbers
   */
  float[] values(String name, long[] from, int[] shape) throws IOException, UnreadableImage {
    long count = count(shape);
    if (count > MOST_VALUES) {
      throw new UnreadableImage(
          "its dataset %s has images of %,d values but at most %,d may be read"
              .formatted(name, count, MOST_VALUES));
    }
    return read(
        section,
        () -> {
          float[] values = new float[(int) count];
          int end = flatten(dataset(name).getData(from, shape), values, 0);
          if (end != count) {
            throw new IllegalArgumentException("%d of %d values".formatted(end, count));
          }
          return values;
        },
        "its dataset " + name + " cannot be read");
  }

  private static long count(int[] shape) {
    return Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
  }

  private Dataset dataset(String name) {
    Node node = file.getChild(name);
    if (node instanceof Dataset dataset) {
      if (dataset.getDataType().getSize() > Double.BYTES) {
        throw new IllegalArgumentException("it has no numbers");
      }
      if (dataset instanceof ChunkedDataset chunked
          && count(chunked.getChunkDimensions()) > MOST_VALUES) {
        throw new IllegalArgumentException("its parts are too large");
      }
      return dataset;
    }
    throw new IllegalArgumentException(
        "there are " + String.join(", ", file.getChildren().keySet()));
  }

  /** Unsigned bytes come as {@code int}. */
  private static int flatten(Object part, float[] values, int to) {
    int next = to;
    if (part instanceof Object[] parts) {
      for (Object one : parts) {
        next = flatten(one, values, next);
      }
    } else if (part instanceof float[] numbers) {
      System.arraycopy(numbers, 0, values, next, numbers.length);
      next += numbers.length;
    } else if (part instanceof int[] numbers) {
      for (int number : numbers) {
        values[next++] = number;
      }
    } else if (part instanceof double[] numbers) {
      for (double number : numbers) {
        values[next++] = (float) number;
      }
    } else {
      throw new IllegalArgumentException("it has " + part.getClass().getSimpleName());
    }
    return next;
  }

  /**
   * Tells a file that is no such one from a file system that fails, whatever the library throws: it
   * loses the reason where it reads a packed part of a dataset.
   *
   * @param section that the library reads, unless it has the whole file
   * @param failure what is wrong then, in words
   */
  private static <T> T read(Optional<FileSection> section, Supplier<T> reading, String failure)
      throws IOException, UnreadableImage {
    try {
      return reading.get();
    } catch (RuntimeException e) {
      Optional<IOException> fileSystem = section.flatMap(FileSection::failure);
      if (fileSystem.isPresent()) {
        throw fileSystem.get();
      }
      throw new UnreadableImage("%s: %s".formatted(failure, e.getMessage()), e);
    }
  }

  /** Without the library's own closing, which asks for the path of a local file. */
  @Override
  public void close() throws IOException {
    if (section.isPresent()) {
      section.get().close();
    }
  }
}
