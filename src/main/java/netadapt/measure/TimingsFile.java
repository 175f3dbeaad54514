package netadapt.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import netadapt.BadInput;

/**
 * Timings as they are measured, one line of JSON each, behind a line that says what they are of. A
 * line that was not written to its end does not count.
 */
final class TimingsFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final TimedDevice device;
  private final List<Timing> timings = new ArrayList<>();

  private TimingsFile(Path file, TimedDevice device) {
    this.file = file;
    this.device = device;
  }

  /**
   * Goes on with a file, or begins it.
   *
   * @throws BadInput if there are timings of other networks, or another device, in it
   */
  static TimingsFile resume(Path file, TimedDevice device) {
    try {
      String text = Files.exists(file) ? whole(file) : "";
      if (text.isEmpty()) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, line(device));
        return new TimingsFile(file, device);
      }
      TimingsFile there = parse(file, text);
      if (!there.device.equals(device)) {
        throw new BadInput(
            "%s holds timings of %s, and not of %s: delete it, or name another file"
                .formatted(file, there.device, device));
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(text.getBytes(StandardCharsets.UTF_8).length);
      }
      return there;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws BadInput if there is none, or something else is in it; with the line
   */
  static TimingsFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInput("there is no file %s with timings".formatted(file));
    }
    try {
      return parse(file, whole(file));
    } catch (IOException e) {
      throw new BadInput("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static TimingsFile parse(Path file, String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty()) {
      throw new BadInput(file + " holds no timings");
    }
    TimingsFile read = new TimingsFile(file, parse(file, lines, 0, TimedDevice.class));
    for (int line = 1; line < lines.size(); line++) {
      read.timings.add(parse(file, lines, line, Timing.class));
    }
    return read;
  }

  /** All lines that have an end. */
  private static String whole(Path file) throws IOException {
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1);
  }

  private static <T> T parse(Path file, List<String> lines, int line, Class<T> type) {
    try {
      return JSON.readValue(lines.get(line), type);
    } catch (JsonProcessingException e) {
      throw new BadInput(
          "line %d of %s is no %s: %s"
              .formatted(
                  line + 1,
                  file,
                  line == 0 ? "description of timings" : "timing",
                  e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  private static String line(Object value) throws JsonProcessingException {
    return JSON.writeValueAsString(value) + "\n";
  }

  /** Adds a timing, so that it is there whatever happens next. */
  void add(Timing timing) {
    try {
      Files.write(file, line(timing).getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
      timings.add(timing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the timings are of. */
  TimedDevice device() {
    return device;
  }

  /** All timings. */
  List<Timing> timings() {
    return List.copyOf(timings);
  }
}
