package netadapt.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes images as JPEG files. */
final class JpegFile {
  /**
   * Of libjpeg, from 0 to 1. Most photographs of ImageNet were written with less, so that little is
   * lost anew. Java halves the colours' resolution in both directions (4:2:0).
   */
  static final float QUALITY = 0.92f;

  private JpegFile() {}

  /**
   * Writes one image; the same pixels give the same bytes with the same Java.
   *
   * @param image {@code [h, w, c]}: grey or colour
   */
  static byte[] encode(DecodedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(image.pixels().length / 4);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.write(null, new IIOImage(buffered(image), null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing but memory is written to
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage buffered(DecodedImage image) {
    int height = image.height();
    int width = image.width();
    byte[] pixels = image.pixels();
    if (image.channels() == 1) {
      BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
      grey.getRaster().setDataElements(0, 0, width, height, pixels);
      return grey;
    }
    BufferedImage colours = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    int from = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++, from += 3) {
        int red = pixels[from] & 0xff;
        int green = pixels[from + 1] & 0xff;
        int blue = pixels[from + 2] & 0xff;
        row[x] = (red << 16) | (green << 8) | blue;
      }
      colours.setRGB(0, y, width, 1, row, 0, width);
    }
    return colours;
  }
}
