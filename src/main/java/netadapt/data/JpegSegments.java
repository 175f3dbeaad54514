package netadapt.data;

import java.util.Arrays;

/** What a JPEG file says of itself before its pixels. */
final class JpegSegments {
  private static final int SCAN = 0xda;

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
    int at = 2;
    while (at + 4 <= bytes.length && (bytes[at] & 0xff) == 0xff) {
      int found = bytes[at + 1] & 0xff;
      int length = ((bytes[at + 2] & 0xff) << 8) | (bytes[at + 3] & 0xff);
      int content = at + 4;
      int end = content + start.length;
      if (found == marker
          && end <= Math.min(bytes.length, at + 2 + length)
          && Arrays.equals(bytes, content, end, start, 0, start.length)) {
        return content;
      }
      if (found == SCAN) {
        return -1;
      }
      at += 2 + length;
    }
    return -1;
  }

  /** The file without the segments of a kind; the bytes themselves if there are none. */
  static byte[] without(byte[] bytes, int marker, byte[] start) {
    byte[] left = bytes;
    for (int at = find(left, marker, start); at >= 0; at = find(left, marker, start)) {
      int length = ((left[at - 2] & 0xff) << 8) | (left[at - 1] & 0xff);
      int end = Math.min(left.length, at - 2 + length);
      byte[] shorter = new byte[left.length - (end - (at - 4))];
      System.arraycopy(left, 0, shorter, 0, at - 4);
      System.arraycopy(left, end, shorter, at - 4, left.length - end);
      left = shorter;
    }
    return left;
  }
}
