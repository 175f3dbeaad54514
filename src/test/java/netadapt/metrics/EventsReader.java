package netadapt.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads TensorBoard's event files as their format is written down, and with nothing of what writes
 * them. It understands what a run writes, and fails on all else.
 */
public final class EventsReader {
  private static final int CASTAGNOLI = 0x82f63b78; // the polynomial, its lowest bit first

  /**
   * One event.
   *
   * @param version of the file; empty but in its first event
   * @param starts whether what earlier files say of this and later steps is void
   */
  public record Event(
      double seconds, long step, String version, boolean starts, Map<String, Float> values) {}

  private EventsReader() {}

  /** The events of a file. */
  public static List<Event> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = take(bytes, 8);
      assertThat(bytes.getInt()).isEqualTo(masked(checksum(length)));
      byte[] data = take(bytes, (int) little(length).getLong());
      assertThat(bytes.getInt()).isEqualTo(masked(checksum(data)));
      events.add(event(little(data)));
    }
    return events;
  }

  /** The event files of a folder, in the order in which they are read. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** What TensorBoard shows of a folder: values by step, by tag. */
  public static Map<String, Map<Long, Float>> shown(Path folder) throws IOException {
    Map<String, Map<Long, Float>> shown = new TreeMap<>();
    for (Path file : files(folder)) {
      for (Event event : read(file)) {
        if (event.starts()) {
          shown.values().forEach(steps -> steps.keySet().removeIf(step -> step >= event.step()));
        }
        event
            .values()
            .forEach(
                (tag, value) -> {
                  Float before =
                      shown.computeIfAbsent(tag, t -> new TreeMap<>()).put(event.step(), value);
                  assertThat(before).as("step %d of %s", event.step(), tag).isNull();
                });
      }
    }
    return shown;
  }

  private static Event event(ByteBuffer in) {
    double seconds = 0;
    long step = 0;
    String version = "";
    boolean starts = false;
    Map<String, Float> values = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      switch ((int) varint(in)) {
        case 1 << 3 | 1 -> seconds = in.getDouble();
        case 2 << 3 -> step = varint(in);
        case 3 << 3 | 2 -> version = text(in);
        case 5 << 3 | 2 -> summary(message(in), values);
        case 7 << 3 | 2 -> starts = List.of(8, 1).equals(numbers(message(in)));
        default -> throw new AssertionError("an unknown field");
      }
    }
    return new Event(seconds, step, version, starts, values);
  }

  private static void summary(ByteBuffer in, Map<String, Float> values) {
    while (in.hasRemaining()) {
      assertThat(varint(in)).isEqualTo(1 << 3 | 2);
      ByteBuffer value = message(in);
      assertThat(varint(value)).isEqualTo(1 << 3 | 2);
      String tag = text(value);
      assertThat(varint(value)).isEqualTo(2 << 3 | 5);
      values.put(tag, value.getFloat());
      assertThat(value.hasRemaining()).isFalse();
    }
  }

  private static List<Integer> numbers(ByteBuffer in) {
    List<Integer> numbers = new ArrayList<>();
    while (in.hasRemaining()) {
      numbers.add((int) varint(in));
    }
    return numbers;
  }

  private static ByteBuffer message(ByteBuffer in) {
    return little(take(in, (int) varint(in)));
  }

  private static String text(ByteBuffer in) {
    return new String(take(in, (int) varint(in)), StandardCharsets.UTF_8);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static byte[] take(ByteBuffer in, int count) {
    byte[] taken = new byte[count];
    in.get(taken);
    return taken;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** CRC32C, bit by bit. */
  static int checksum(byte[] data) {
    int remainder = ~0;
    for (byte next : data) {
      remainder ^= next & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        remainder = (remainder & 1) == 0 ? remainder >>> 1 : remainder >>> 1 ^ CASTAGNOLI;
      }
    }
    return ~remainder;
  }

  private static int masked(int checksum) {
    return ((checksum >>> 15) | (checksum << 17)) + 0xa282ead8;
  }
}
