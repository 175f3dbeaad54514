package netadapt.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Makes PNG files of kinds that Java does not write, for tests. */
public final class Pngs {
  private static final byte[] START = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private Pngs() {}

  /** A file whose pixels are all the same. */
  public static byte[] plain(int width, int height, int colourType, int bits, int... pixel)
      throws Exception {
    int[] samples = new int[width * height * pixel.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = pixel[i % pixel.length];
    }
    return file(width, height, colourType, bits, samples);
  }

  /**
   * A file of given samples, row after row.
   *
   * @param colourType 0 grey, 2 colours, 4 grey and transparency, 6 colours and transparency
   * @param bits of a sample: 1, 2, 4, 8 or 16
   */
  public static byte[] file(int width, int height, int colourType, int bits, int[] samples)
      throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(START);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) bits).put((byte) colourType);
    file.write(chunk("IHDR", header.array()));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    int perRow = samples.length / height;
    try (DeflaterOutputStream rows = new DeflaterOutputStream(packed)) {
      for (int y = 0; y < height; y++) {
        rows.write(0); // not filtered
        rows.write(row(samples, y * perRow, perRow, bits));
      }
    }
    file.write(chunk("IDAT", packed.toByteArray()));
    file.write(chunk("IEND", new byte[0]));
    return file.toByteArray();
  }

  /** Samples side by side, the first in the highest bits. */
  private static byte[] row(int[] samples, int from, int count, int bits) {
    byte[] row = new byte[(count * bits + 7) / 8];
    for (int i = 0; i < count * bits; i++) {
      int bit = samples[from + i / bits] >> (bits - 1 - i % bits) & 1;
      row[i / 8] |= (byte) (bit << (7 - i % 8));
    }
    return row;
  }

  /** A part of a PNG file: length, type, content and checksum. */
  static byte[] chunk(String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(content.length + 12);
    chunk.putInt(content.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, content.length + 4);
    chunk.putInt((int) crc.getValue());
    return chunk.array();
  }
}
