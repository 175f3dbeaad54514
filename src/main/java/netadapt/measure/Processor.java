package netadapt.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The processor of this machine, by what decides how fast networks are. */
public final class Processor {
  private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");
  private static final Path BOARD = Path.of("/proc/device-tree/model");

  /** Instructions by which runtimes choose how to compute; the first of them that there is. */
  private static final List<String> VECTORS = List.of("avx512f", "avx2", "asimd");

  private Processor() {}

  /** Its name and vector instructions, such as {@code AMD EPYC 7R13, avx2}. */
  public static String name() {
    try (Stream<String> lines = lines()) {
      List<String> all = lines.toList();
      String model =
          value(all, "model name").or(Processor::board).orElse(System.getProperty("os.arch"));
      List<String> flags =
          Stream.of("flags", "Features")
              .flatMap(key -> value(all, key).stream())
              .flatMap(words -> Arrays.stream(words.split(" ", -1)))
              .toList();
      return VECTORS.stream()
          .filter(flags::contains)
          .findFirst()
          .map(vectors -> model + ", " + vectors)
          .orElse(model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What ARM's boards are called, whose processors have no names: {@code Raspberry Pi 4 Model B}.
   */
  private static Optional<String> board() {
    try {
      return Files.isReadable(BOARD)
          ? Optional.of(Files.readString(BOARD).replace("\0", "").strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Stream<String> lines() throws IOException {
    return Files.isReadable(DESCRIPTION) ? Files.lines(DESCRIPTION) : Stream.empty();
  }

  private static Optional<String> value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key) && line.contains(":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
