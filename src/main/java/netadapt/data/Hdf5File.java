package netadapt.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.nio.FileChannelFromSeekableByteChannel;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Supplier;
import netadapt.data.ImageReader.UnreadableImage;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** An HDF5 file on any file system, of which no more is read than is asked for. */
final class Hdf5File implements Closeable {
  /** Values read at once: 512 MB of them, far more than frames of a camera have. */
  private static final long MOST_VALUES = 1L << 27;

  private final FileSection bytes;
  private final HdfFile file;

  private Hdf5File(FileSection bytes, HdfFile file) {
    this.bytes = bytes;
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @throws UnreadableImage if it is no HDF5 file
   */
  static Hdf5File open(SourceFolder files, String name) throws IOException, UnreadableImage {
    FileSection bytes = new FileSection(files.openTar(name), 0, files.length(name));
    try {
      var channel = new FileChannelFromSeekableByteChannel(bytes);
      return new Hdf5File(bytes, read(() -> new HdfFile(channel), "it is no HDF5 file"));
    } catch (IOException | UnreadableImage e) {
      bytes.close();
      throw e;
    }
  }

  /**
   * The sizes of a dataset.
   *
   * @throws UnreadableImage if there is no such dataset
   */
  int[] shape(String name) throws IOException, UnreadableImage {
    return read(() -> dataset(name).getDimensions(), "its dataset " + name + " cannot be read");
  }

  /** How many of a dataset's first dimension are stored together, and are best read together. */
  int together(String name) throws IOException, UnreadableImage {
    return read(
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
    long count = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
    if (count > MOST_VALUES) {
      throw new UnreadableImage("its dataset %s has %,d values".formatted(name, count));
    }
    return read(
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

  private Dataset dataset(String name) {
    Node node = file.getChild(name);
    if (node instanceof Dataset dataset) {
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
   * Tells a file that is no such one from a file system that fails, whatever the library throws.
   *
   * @param failure what is wrong then, in words
   */
  private static <T> T read(Supplier<T> reading, String failure)
      throws IOException, UnreadableImage {
    try {
      return reading.get();
    } catch (RuntimeException e) {
      UncheckedIOException fileSystem =
          ExceptionUtils.throwableOfType(e, UncheckedIOException.class);
      if (fileSystem != null) {
        throw fileSystem.getCause();
      }
      throw new UnreadableImage("%s: %s".formatted(failure, e.getMessage()), e);
    }
  }

  /** Without the library's own closing, which asks for the path of a local file. */
  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
