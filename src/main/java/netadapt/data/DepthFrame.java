package netadapt.data;

import netadapt.data.ImageReader.UnreadableImage;

/**
 * A photograph and how far away each of its pixels is.
 *
 * @param image {@code [h, w, 3]}
 * @param depth {@code [h, w]} in metres
 */
record DepthFrame(DecodedImage image, TargetMap depth) {
  /**
   * How much of a frame's height and width a network sees: 228 of 250 rows, and as much of its
   * width.
   *
   * @see <a href="https://arxiv.org/abs/1903.03273">FastDepth, section IV</a>
   */
  private static final double SEEN = 228.0 / 250;

  /**
   * A frame of numbers as files have them.
   *
   * @param colours {@code [3, h, w]} or {@code [3, w, h]}, from 0 to 255
   * @param depths {@code [h, w]} or {@code [w, h]}, of the size that follows
   * @param columnsFirst whether the pixels of a column are next to each other
   * @throws UnreadableImage if a colour is no byte
   */
  static DepthFrame of(
      float[] colours,
      int height,
      int width,
      float[] depths,
      int depthHeight,
      int depthWidth,
      boolean columnsFirst)
      throws UnreadableImage {
    int area = height * width;
    byte[] pixels = new byte[3 * area];
    for (int i = 0; i < area; i++) {
      int from = place(i, height, width, columnsFirst);
      for (int c = 0; c < 3; c++) {
        float colour = colours[c * area + from];
        if (!(colour >= 0 && colour <= 255)) {
          throw new UnreadableImage("it has a colour of %s, which is no byte".formatted(colour));
        }
        pixels[3 * i + c] = (byte) (int) colour;
      }
    }
    float[] values = new float[depths.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = depths[place(i, depthHeight, depthWidth, columnsFirst)];
    }
    return new DepthFrame(
        new DecodedImage(height, width, 3, pixels), new TargetMap(depthHeight, depthWidth, values));
  }

  /** Where a pixel is that would be number i, row by row. */
  private static int place(int i, int height, int width, boolean columnsFirst) {
    return columnsFirst ? i % width * height + i / width : i;
  }

  /**
   * What a network sees: the middle, squeezed to the wanted size.
   *
   * @throws UnreadableImage if the depth is of another size than the image
   */
  DepthFrame seen(int height, int width) throws UnreadableImage {
    depth.checkSize(image);
    Resampling.Span rows = middle(image.height());
    Resampling.Span columns = middle(image.width());
    return new DepthFrame(
        Resampling.resample(image, rows, columns, height, width),
        depth.nearest(rows, columns, height, width));
  }

  private static Resampling.Span middle(int side) {
    return new Resampling.Span((int) (side * (1 - SEEN) / 2), side * SEEN, 0, side);
  }
}
