package netadapt.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;

/** A folder for readers that want files; removed at the end of the process. */
public final class Scratch {
  /** Of local files. */
  public static final Configuration HADOOP = new Configuration();

  private static final Path ROOT = create();

  private Scratch() {}

  private static Path create() {
    try {
      Path folder = Files.createTempDirectory("fuzz");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(folder.toFile())));
      return folder;
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A folder of a target's own. */
  public static Path folder(String target) {
    return ROOT.resolve(target);
  }

  /** Writes a file over the one that was there. */
  public static Path write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  /** Two files as one input: the length of the first in two bytes, the first, the second. */
  public static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = new byte[2 + first.length + second.length];
    joined[0] = (byte) (first.length >> 8);
    joined[1] = (byte) first.length;
    System.arraycopy(first, 0, joined, 2, first.length);
    System.arraycopy(second, 0, joined, 2 + first.length, second.length);
    return joined;
  }

  /** The first of two files that are one input. */
  public static byte[] first(byte[] joined) {
    return Arrays.copyOfRange(joined, Math.min(2, joined.length), end(joined));
  }

  /** The second of two files that are one input. */
  public static byte[] second(byte[] joined) {
    return Arrays.copyOfRange(joined, end(joined), joined.length);
  }

  private static int end(byte[] joined) {
    if (joined.length < 2) {
      return joined.length;
    }
    return Math.min(joined.length, 2 + ((joined[0] & 0xff) << 8 | (joined[1] & 0xff)));
  }
}
