package netadapt.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.InflaterInputStream;

/**
 * Holds a MATLAB file to the sizes that it announces: the library makes room for them before it
 * reads, and a damaged file of a kilobyte may announce gigabytes.
 *
 * @see <a href="https://www.mathworks.com/help/pdf_doc/matlab/matfile_format.pdf">The format</a>
 */
final class MatSizes {
  private static final int HEADER = 128;
  private static final int TAG = 8;
  private static final int DIMENSIONS = 5;
  private static final int MATRIX = 14;
  private static final int COMPRESSED = 15;
  private static final int DEEPEST = 16;

  /** Of what is packed; the classes of ILSVRC2012 have a hundredth. */
  private static final int MOST = 64 << 20;

  private MatSizes() {}

  /**
   * @throws IOException if a part is larger than what it is in
   */
  static void check(byte[] file) throws IOException {
    if (file.length < HEADER) {
      throw new IOException("it is cut off");
    }
    boolean little = file[HEADER - 2] == 'I';
    ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    check(ByteBuffer.wrap(file, HEADER, file.length - HEADER).slice().order(order), 0);
  }

  /** Parts that follow each other, each after its type and length. */
  private static void check(ByteBuffer parts, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("it is nested too deeply");
    }
    while (parts.remaining() >= TAG) {
      int type = parts.getInt();
      if (type >>> 16 != 0) { // a small part: its length is in the upper half
        parts.position(parts.position() + TAG / 2);
        continue;
      }
      int length = parts.getInt();
      if (length < 0 || length > parts.remaining()) {
        throw new IOException("a part is to have %d bytes".formatted(length & 0xffffffffL));
      }
      ByteBuffer part = parts.slice(parts.position(), length).order(parts.order());
      if (type == MATRIX) {
        check(part, depth + 1);
      } else if (type == COMPRESSED) {
        check(unpacked(part).order(parts.order()), depth + 1);
      } else if (type == DIMENSIONS && depth > 0) {
        checkDimensions(part, parts.limit());
      }
      int padded = type == COMPRESSED ? length : (length + TAG - 1) & -TAG;
      parts.position(Math.min(parts.limit(), parts.position() + padded));
    }
  }

  /** Also of other numbers of the same type, all of which are small in the kit. */
  private static void checkDimensions(ByteBuffer sizes, int bytes) throws IOException {
    long elements = 1;
    while (sizes.remaining() >= Integer.BYTES) {
      int size = sizes.getInt();
      elements = size < 0 ? Long.MAX_VALUE : elements * size;
      if (elements > bytes) {
        throw new IOException("an array of %d bytes is to have more elements".formatted(bytes));
      }
    }
  }

  private static ByteBuffer unpacked(ByteBuffer part) throws IOException {
    byte[] packed = new byte[part.remaining()];
    part.get(packed);
    try (var input = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return ByteBuffer.wrap(input.readNBytes(MOST));
    }
  }
}
