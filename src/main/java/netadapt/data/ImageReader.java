package netadapt.data;

import java.io.Closeable;
import java.io.IOException;

/** Reads a source's images, one after the other; fastest in the order of the listing. */
public interface ImageReader extends Closeable {
  /**
   * Reads one image.
   *
   * @throws UnreadableImage if its bytes are not an image
   * @throws IOException if its bytes cannot be had
   */
  DecodedImage read(SourceItem item) throws IOException, UnreadableImage;

  /**
   * The target of an image, of the same size; asked for after the image itself.
   *
   * @throws UnreadableImage if its bytes are no target
   * @throws IOException if its bytes cannot be had
   * @throws UnsupportedOperationException if the source's images have none
   */
  default TargetMap target(SourceItem item) throws IOException, UnreadableImage {
    throw new UnsupportedOperationException(item.name() + " has no target");
  }

  /**
   * The bytes of an image that is a file of its own, whatever they are.
   *
   * @throws IOException if they cannot be had
   * @throws UnsupportedOperationException if the source's images are no files
   */
  default byte[] file(SourceItem item) throws IOException {
    throw new UnsupportedOperationException(item.name() + " is no file");
  }

  /** The bytes are there but are not an image; the message says why. */
  final class UnreadableImage extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableImage(String reason) {
      super(reason);
    }

    UnreadableImage(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
