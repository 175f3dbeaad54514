package netadapt.train;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import netadapt.BadInput;

/** Reads the numbers of an array that {@code Nd4j.write} wrote. */
final class ArrayFile {
  /** The shape of an array of 32 dimensions, the most there can be, and what goes with it. */
  private static final long LONGEST_SHAPE = 2 * 32 + 4;

  /** No array of Java's has more. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private static final int CHUNK = 1 << 14;

  private ArrayFile() {}

  /**
   * Two buffers follow each other, the shape and the numbers, each after its mode, length and type.
   *
   * @param length how many numbers there have to be
   * @param name of the file, for messages
   * @throws BadInput if there are more or fewer, or none of float32
   */
  static float[] read(DataInputStream in, long length, String name) throws IOException {
    long shape = header(in, "LONG", name);
    if (shape > LONGEST_SHAPE) {
      throw new BadInput("%s has a shape of %d numbers".formatted(name, shape));
    }
    in.skipNBytes(shape * Long.BYTES);
    long there = header(in, "FLOAT", name);
    if (there != length) {
      throw new BadInput(
          "%s has %d numbers but the graph beside it has %d".formatted(name, there, length));
    }
    if (length > LONGEST) {
      throw new BadInput("%s has %d numbers: at most %d".formatted(name, length, LONGEST));
    }
    return floats(in, (int) length);
  }

  private static long header(DataInputStream in, String expected, String name) throws IOException {
    in.readUTF(); // where the buffer was in memory
    long length = in.readLong();
    String type = in.readUTF();
    if (!type.equals(expected) || length < 0) {
      throw new BadInput(
          "%s has %d numbers of %s but must have some of %s"
              .formatted(name, length, type, expected));
    }
    return length;
  }

  /** Room is made for what is there: the length is what the file says. */
  private static float[] floats(DataInputStream in, int length) throws IOException {
    float[] numbers = new float[Math.min(length, CHUNK)];
    byte[] bytes = new byte[Float.BYTES * CHUNK];
    for (int from = 0; from < length; from += CHUNK) {
      int count = Math.min(CHUNK, length - from);
      in.readFully(bytes, 0, Float.BYTES * count);
      if (from + count > numbers.length) {
        numbers = Arrays.copyOf(numbers, (int) Math.min(length, 2L * numbers.length));
      }
      ByteBuffer.wrap(bytes).asFloatBuffer().get(numbers, from, count);
    }
    return numbers;
  }
}
