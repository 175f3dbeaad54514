package netadapt.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import netadapt.data.ImageReader.UnreadableImage;

/**
 * Decodes JPEG, PNG, BMP and GIF files; of an animation, its first picture.
 *
 * <p>Photographs are turned upright, as their Exif data say. Colour profiles and transparency are
 * passed over, as training pipelines commonly do; grey values are taken as they are stored.
 *
 * <p>A GIF file whose first picture is smaller than its canvas cannot be read: programs differ in
 * what they fill the rest with.
 */
public final class ImageFile {
  /** A damaged header may claim any size; no photograph of a dataset comes near this. */
  static final long LARGEST_PIXELS = 1L << 27;

  /** More than any of the formats packs into a byte: PNG has 8,256 white pixels in one. */
  private static final long MOST_PIXELS_PER_BYTE = 1 << 14;

  private static final Set<String> FORMATS = Set.of("jpeg", "png", "bmp", "gif");
  private static final int APP2 = 0xe2;
  private static final byte[] PROFILE = "ICC_PROFILE".getBytes(StandardCharsets.US_ASCII);

  private ImageFile() {}

  /**
   * Decodes a file.
   *
   * @param bytes of the file; its content decides on the format, not its name
   * @throws UnreadableImage if they are no whole image of these formats
   */
  public static DecodedImage decode(byte[] bytes) throws UnreadableImage {
    if (bytes.length == 0) {
      throw new UnreadableImage("the file is empty");
    }
    // Java would apply some profiles; Pillow and OpenCV, with which networks are used, do not.
    byte[] plain = JpegSegments.without(bytes, APP2, PROFILE);
    try (MemoryCacheImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(plain))) {
      javax.imageio.ImageReader reader = reader(input, bytes);
      try {
        reader.setInput(input, true, true);
        GifCanvas.check(reader);
        return ExifOrientation.upright(decode(reader, plain), plain);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // Damaged files make the readers throw anything from IIOException to NegativeArraySize.
      throw new UnreadableImage(
          e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().strip(), e);
    }
  }

  /** Java may have readers of further formats, newer versions more than older ones. */
  private static javax.imageio.ImageReader reader(ImageInputStream input, byte[] bytes)
      throws IOException, UnreadableImage {
    Iterator<javax.imageio.ImageReader> readers = ImageIO.getImageReaders(input);
    while (readers.hasNext()) {
      javax.imageio.ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    throw new UnreadableImage(
        isWebP(bytes)
            ? "it is WebP, which cannot be read: convert it to JPEG or PNG"
            : "it is neither JPEG, PNG, BMP nor GIF");
  }

  /** Also what many a web site hands out under the name of a JPEG file. */
  private static boolean isWebP(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(12, bytes.length), StandardCharsets.ISO_8859_1);
    return start.startsWith("RIFF") && start.endsWith("WEBP");
  }

  private static DecodedImage decode(javax.imageio.ImageReader reader, byte[] bytes)
      throws IOException, UnreadableImage {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > LARGEST_PIXELS) {
      throw new UnreadableImage("it claims to have " + pixels + " pixels");
    }
    if (pixels > MOST_PIXELS_PER_BYTE * bytes.length) {
      throw new UnreadableImage(
          "it claims to have %d pixels, which %d bytes cannot hold"
              .formatted(pixels, bytes.length));
    }
    boolean[] truncated = {false};
    reader.addIIOReadWarningListener(
        (source, warning) ->
            truncated[0] |= warning.toLowerCase(Locale.ROOT).matches(".*(truncated|premature).*"));
    DecodedImage image = pixels(reader, bytes);
    if (truncated[0]) {
      throw new UnreadableImage("the file ends before the image does");
    }
    return image;
  }

  /** Inks, and files whose colour profile does not fit, are converted from the stored numbers. */
  private static DecodedImage pixels(javax.imageio.ImageReader reader, byte[] bytes)
      throws IOException {
    try {
      BufferedImage image = reader.read(0);
      // Java versions differ in whether they read inks, and in whether they invert them.
      if (image.getColorModel().getColorSpace().getType() != ColorSpace.TYPE_CMYK) {
        return of(image);
      }
    } catch (IIOException | IllegalArgumentException e) {
      if (!reader.canReadRaster()) {
        throw e;
      }
    }
    return StoredJpeg.colours(reader.readRaster(0, null), bytes);
  }

  private static DecodedImage of(BufferedImage image) {
    Raster raster = image.getRaster();
    boolean plain =
        image.getColorModel() instanceof ComponentColorModel
            && (raster.getTransferType() == DataBuffer.TYPE_BYTE
                || raster.getTransferType() == DataBuffer.TYPE_USHORT);
    return plain ? samples(raster) : colours(image);
  }

  /** Grey (1 or 2 bands, the second being transparency) or colour (3 or 4), 8 or 16 bits each. */
  private static DecodedImage samples(Raster raster) {
    int height = raster.getHeight();
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int channels = bands < 3 ? 1 : 3;
    int shift = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 8 : 0;
    if (bands == channels && raster.getTransferType() == DataBuffer.TYPE_BYTE) {
      // A fifth faster than by numbers, for whole photographs.
      byte[] stored = (byte[]) raster.getDataElements(0, 0, width, height, null);
      return new DecodedImage(height, width, channels, stored);
    }
    byte[] pixels = new byte[height * width * channels];
    int[] row = new int[width * bands];
    int to = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          pixels[to++] = (byte) (row[x * bands + c] >> shift);
        }
      }
    }
    return new DecodedImage(height, width, channels, pixels);
  }

  /** Palettes and packed pixels. */
  private static DecodedImage colours(BufferedImage image) {
    int height = image.getHeight();
    int width = image.getWidth();
    byte[] pixels = new byte[height * width * 3];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int rgb : row) {
        pixels[to++] = (byte) (rgb >> 16);
        pixels[to++] = (byte) (rgb >> 8);
        pixels[to++] = (byte) rgb;
      }
    }
    return new DecodedImage(height, width, 3, pixels);
  }
}
