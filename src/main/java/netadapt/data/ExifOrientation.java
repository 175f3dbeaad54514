package netadapt.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * How a photograph has to be turned to be upright: cameras store what their sensor sees and note in
 * the file, as Exif data, how they were held.
 *
 * @see <a href="https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf">Exif 2.32,
 *     4.6.4 A</a>
 */
final class ExifOrientation {
  private static final int UPRIGHT = 1;
  private static final int LARGEST = 8;
  private static final int ORIENTATION = 0x112;
  private static final int SHORT = 3;
  private static final int APP1 = 0xe1;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int EXIF_CHUNK = 0x65584966; // "eXIf"
  private static final int IEND = 0x49454e44;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  private ExifOrientation() {}

  /**
   * Turns an image as its file says.
   *
   * @param bytes of the file, which may be damaged
   * @return the image itself if it is upright, or the file does not say
   */
  static DecodedImage upright(DecodedImage image, byte[] bytes) {
    int orientation = of(bytes);
    return orientation == UPRIGHT ? image : turned(image, orientation);
  }

  /**
   * The orientation that a JPEG or PNG file notes, from 1 (upright) to 8; 1 if it notes none or one
   * that cannot be.
   */
  static int of(byte[] bytes) {
    try {
      ByteBuffer file = ByteBuffer.wrap(bytes);
      boolean png = Arrays.equals(PNG, 0, 4, bytes, 0, Math.min(4, bytes.length));
      return png ? ofPng(file) : ofJpeg(bytes);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return UPRIGHT; // an offset leads out of the data
    }
  }

  private static int ofJpeg(byte[] bytes) {
    int at = JpegSegments.find(bytes, APP1, EXIF);
    return at < 0 ? UPRIGHT : ofTiff(ByteBuffer.wrap(bytes).position(at + EXIF.length).slice());
  }

  /** The chunk {@code eXIf}; one behind the pixels counts, too. */
  private static int ofPng(ByteBuffer file) {
    long at = 8;
    while (at + 8 <= file.limit()) {
      int length = file.getInt((int) at);
      int type = file.getInt((int) at + 4);
      if (length < 0 || type == IEND) {
        return UPRIGHT;
      }
      if (type == EXIF_CHUNK) {
        ByteBuffer content = file.slice((int) at + 8, length);
        return ofTiff(startsWithExif(content) ? content.position(EXIF.length).slice() : content);
      }
      at += 12L + length;
    }
    return UPRIGHT;
  }

  /** Some programs write the chunk as if it was a segment of a JPEG file. */
  private static boolean startsWithExif(ByteBuffer content) {
    return content.limit() >= EXIF.length
        && content.slice(0, EXIF.length).equals(ByteBuffer.wrap(EXIF));
  }

  /** Looks for the tag in the first directory of TIFF data. */
  private static int ofTiff(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xffff) == ORIENTATION && tiff.getShort(entry + 2) == SHORT) {
        int orientation = tiff.getShort(entry + 8);
        return orientation >= UPRIGHT && orientation <= LARGEST ? orientation : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  private static DecodedImage turned(DecodedImage image, int orientation) {
    // Whether stored rows become columns, and whether they and columns count from the far end.
    boolean exchanged = orientation >= 5;
    boolean fromBottom = Set.of(3, 4, 6, 7).contains(orientation);
    boolean fromRight = Set.of(2, 3, 7, 8).contains(orientation);
    int height = exchanged ? image.width() : image.height();
    int width = exchanged ? image.height() : image.width();
    int channels = image.channels();
    byte[] pixels = new byte[image.pixels().length];
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++, to += channels) {
        int row = exchanged ? x : y;
        int column = exchanged ? y : x;
        row = fromBottom ? image.height() - 1 - row : row;
        column = fromRight ? image.width() - 1 - column : column;
        int from = (row * image.width() + column) * channels;
        System.arraycopy(image.pixels(), from, pixels, to, channels);
      }
    }
    return new DecodedImage(height, width, channels, pixels);
  }
}
