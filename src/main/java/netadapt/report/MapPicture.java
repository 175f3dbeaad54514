package netadapt.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Images beside what is known of their pixels and what a network tells of them: a row for each
 * image. Both maps have the same colours, dark for the least that is known of the image and light
 * for the most; grey is where nothing is known.
 */
public final class MapPicture {
  private static final int GAP = 6;

  /** Small images are enlarged to about so many pixels. */
  private static final int WIDTH = 192;

  private static final int UNKNOWN = 0xc8c8c8;
  private static final int WHITE = 0xffffff;

  /** Anchors of the colours, evenly spaced, as of matplotlib's viridis. */
  private static final int[] COLOURS = {0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725};

  private MapPicture() {}

  /**
   * A row of the picture.
   *
   * @param height of image and maps, in pixels
   * @param width of image and maps, in pixels
   * @param pixels {@code [h, w, c]} unsigned bytes of 1 or 3 channels; not copied
   * @param known {@code [h, w]}, 0 where nothing is known; not copied
   * @param told {@code [h, w]}; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // of a few images, and only read
  public record Row(int height, int width, byte[] pixels, float[] known, float[] told) {}

  /**
   * The picture as PNG.
   *
   * @param rows at least one, all of the same size
   */
  public static byte[] png(List<Row> rows) {
    Row first = rows.get(0);
    int scale = Math.max(1, WIDTH / first.width());
    int width = scale * first.width();
    int height = scale * first.height();
    BufferedImage picture =
        new BufferedImage(
            3 * width + 2 * GAP, rows.size() * (height + GAP) - GAP, BufferedImage.TYPE_INT_RGB);
    int[] white = new int[picture.getWidth() * picture.getHeight()];
    Arrays.fill(white, WHITE);
    picture.setRGB(0, 0, picture.getWidth(), picture.getHeight(), white, 0, picture.getWidth());
    for (int row = 0; row < rows.size(); row++) {
      Row one = rows.get(row);
      int top = row * (height + GAP);
      paint(image(one), picture, 0, top, scale);
      paint(map(one, one.known()), picture, width + GAP, top, scale);
      paint(map(one, one.told()), picture, 2 * (width + GAP), top, scale);
    }
    return encoded(picture);
  }

  /** Enlarges by repeating pixels; a {@code Graphics} would want a display where one is set. */
  private static void paint(
      BufferedImage part, BufferedImage picture, int left, int top, int scale) {
    for (int y = 0; y < scale * part.getHeight(); y++) {
      for (int x = 0; x < scale * part.getWidth(); x++) {
        picture.setRGB(left + x, top + y, part.getRGB(x / scale, y / scale));
      }
    }
  }

  private static byte[] encoded(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return bytes.toByteArray();
  }

  private static BufferedImage image(Row row) {
    BufferedImage image = new BufferedImage(row.width(), row.height(), BufferedImage.TYPE_INT_RGB);
    int channels = row.pixels().length / (row.height() * row.width());
    for (int i = 0; i < row.height() * row.width(); i++) {
      int red = row.pixels()[i * channels] & 0xff;
      int green = row.pixels()[i * channels + channels / 2] & 0xff;
      int blue = row.pixels()[i * channels + channels - 1] & 0xff;
      image.setRGB(i % row.width(), i / row.width(), red << 16 | green << 8 | blue);
    }
    return image;
  }

  private static BufferedImage map(Row row, float[] values) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float known : row.known()) {
      if (known != 0) {
        least = Math.min(least, known);
        most = Math.max(most, known);
      }
    }
    BufferedImage image = new BufferedImage(row.width(), row.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < values.length; i++) {
      boolean unknown = values == row.known() && values[i] == 0 || !(most > least);
      int colour = unknown ? UNKNOWN : colour((values[i] - least) / (most - least));
      image.setRGB(i % row.width(), i / row.width(), colour);
    }
    return image;
  }

  /** The colour of a share, or of the nearest that there is. */
  private static int colour(float share) {
    float place = Math.max(0, Math.min(1, share)) * (COLOURS.length - 1);
    int below = Math.min(COLOURS.length - 2, (int) place);
    float part = place - below;
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = COLOURS[below] >> shift & 0xff;
      int to = COLOURS[below + 1] >> shift & 0xff;
      mixed |= Math.round(from + part * (to - from)) << shift;
    }
    return mixed;
  }
}
