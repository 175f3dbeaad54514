package netadapt.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes tar files for tests. */
public final class Tars {
  private static final int BLOCK = 512;

  private Tars() {}

  /** A tar file of the files in their order. */
  public static byte[] of(Map<String, byte[]> files) throws IOException {
    return of(files, TarArchiveOutputStream.LONGFILE_GNU);
  }

  /**
   * The same.
   *
   * @param longNames how names of more than 100 bytes are written: a constant of {@link
   *     TarArchiveOutputStream}; POSIX gives pax headers, here one for each file
   */
  static byte[] of(Map<String, byte[]> files, int longNames) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(longNames);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        if (longNames == TarArchiveOutputStream.LONGFILE_POSIX) {
          entry.addPaxHeader("comment", "written by a test");
        }
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Random images of a class as ILSVRC2012 names them, seeded by their numbers. */
  static Map<String, byte[]> images(String wordNetId, int count) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      files.put(
          "%s_%d.JPEG".formatted(wordNetId, i), Pictures.file("png", 5, 6, seed(wordNetId, i)));
    }
    return files;
  }

  /** Of the pixels of an image of {@link #images}. */
  static long seed(String wordNetId, int number) {
    return 1000L * wordNetId.hashCode() + number;
  }

  /** The same tar file with the sum that the first header should have. */
  static byte[] withCheckSum(byte[] tar) {
    byte[] right = tar.clone();
    sum(right, 0);
    return right;
  }

  /** The same tar file with the sums that all that look like headers should have. */
  static byte[] withCheckSums(byte[] tar) {
    byte[] right = tar.clone();
    for (int at = 0; at + BLOCK <= right.length; at += BLOCK) {
      if (new String(right, at + 257, 5, StandardCharsets.US_ASCII).equals("ustar")) {
        sum(right, at);
      }
    }
    return right;
  }

  private static void sum(byte[] tar, int header) {
    Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
    int sum = 0;
    for (int i = header; i < header + BLOCK; i++) {
      sum += tar[i] & 0xff;
    }
    byte[] text = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, tar, header + 148, text.length);
  }

  /** The first bytes of a file. */
  static byte[] cut(byte[] file, int length) {
    return Arrays.copyOf(file, length);
  }
}
