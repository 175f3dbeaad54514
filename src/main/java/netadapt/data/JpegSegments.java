package netadapt.data;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What a JPEG file says of itself before its pixels. */
final class JpegSegments {
  private static final int SCAN = 0xda;
  private static final int FILL = 0xff;

  private JpegSegments() {}

  /**
   * Looks for the first segment of a kind.
   *
   * @param bytes of a file, which may be damaged, or none of JPEG
   * @param marker the second byte of the segment's marker
   * @param start what its content starts with
   * @return where the content begins; −1 if there is no such segment before the pixels
   */
  static int find(byte[] bytes, int marker, byte[] start) {
    return find(bytes, 2, marker, start);
  }

  private static int find(byte[] bytes, int from, int marker, byte[] start) {
    int at = from;
    while (at + 4 <= bytes.length && (bytes[at] & 0xff) == 0xff) {
      int found = bytes[at + 1] & 0xff;
      if (found == FILL) { // there may be any number of them before a marker
        at++;
        continue;
      }
      int content = at + 4;
      int end = content + start.length;
      if (found == marker
          && end <= Math.min(bytes.length, end(bytes, content))
          && Arrays.equals(bytes, content, end, start, 0, start.length)) {
        return content;
      }
      if (found == SCAN) {
        return -1;
      }
      at = end(bytes, content);
    }
    return -1;
  }

  /** Where a segment ends, by the length before its content. */
  private static int end(byte[] bytes, int content) {
    return content - 2 + (((bytes[content - 2] & 0xff) << 8) | (bytes[content - 1] & 0xff));
  }

  /** The file without the segments of a kind; the bytes themselves if there are none. */
  static byte[] without(byte[] bytes, int marker, byte[] start) {
    int content = find(bytes, marker, start);
    if (content < 0) {
      return bytes;
    }
    ByteArrayOutputStream left = new ByteArrayOutputStream(bytes.length);
    int from = 0;
    while (content >= 0) {
      left.write(bytes, from, content - 4 - from);
      from = Math.min(bytes.length, end(bytes, content));
      content = find(bytes, from, marker, start);
    }
    left.write(bytes, from, bytes.length - from);
    return left.toByteArray();
  }
}
