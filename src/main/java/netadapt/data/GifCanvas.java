package netadapt.data;

import java.io.IOException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import netadapt.data.ImageReader.UnreadableImage;

/** The area of a GIF file, of which a picture in it may cover a part only. */
final class GifCanvas {
  private static final String FILE = "javax_imageio_gif_stream_1.0";
  private static final String PICTURE = "javax_imageio_gif_image_1.0";

  private GifCanvas() {}

  /**
   * Checks the first picture of a GIF file; files of other formats pass.
   *
   * @throws UnreadableImage if it does not cover the canvas
   */
  static void check(javax.imageio.ImageReader reader) throws IOException, UnreadableImage {
    if (!reader.getFormatName().equalsIgnoreCase("gif")) {
      return;
    }
    IIOMetadata file = reader.getStreamMetadata();
    IIOMetadata picture = reader.getImageMetadata(0);
    int width = number(file, FILE, "LogicalScreenDescriptor", "logicalScreenWidth");
    int height = number(file, FILE, "LogicalScreenDescriptor", "logicalScreenHeight");
    int left = number(picture, PICTURE, "ImageDescriptor", "imageLeftPosition");
    int top = number(picture, PICTURE, "ImageDescriptor", "imageTopPosition");
    if (left > 0 || top > 0 || reader.getWidth(0) < width || reader.getHeight(0) < height) {
      throw new UnreadableImage(
          "its first picture (%d by %d pixels at %d, %d) does not fill its canvas (%d by %d): save it as PNG"
              .formatted(reader.getWidth(0), reader.getHeight(0), left, top, width, height));
    }
  }

  private static int number(IIOMetadata metadata, String format, String element, String name) {
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
    IIOMetadataNode node = (IIOMetadataNode) root.getElementsByTagName(element).item(0);
    return Integer.parseInt(node.getAttribute(name));
  }
}
