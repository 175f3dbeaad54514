package netadapt.plan;

import netadapt.data.Dataset;
import netadapt.data.Stored;
import netadapt.settings.DataSettings;

/** How many bytes images take, in the form that they are stored in. */
final class StoredImages {
  /** Length over width of most photographs. */
  private static final double ASPECT = 4.0 / 3;

  /** Of a JPEG file of quality 92 of the sample's photographs: docs/imagenet.md. */
  private static final double JPEG_BYTES_PER_PIXEL = 0.31;

  /** ILSVRC2012's 147.9 GB over 1,281,167 images. */
  private static final double ORIGINAL_BYTES = 115e3;

  private StoredImages() {}

  /** Whether the workers of a training have theirs in memory. */
  static boolean inMemory(Setup setup, int images, int workers) {
    Stored stored = setup.settings().data().stored();
    return Dataset.inMemory(stored, images, workers, (long) setup.imageBytes());
  }

  /** Of an image, about; of a fitted one, at most. */
  static double bytes(Setup setup) {
    DataSettings data = setup.settings().data();
    double pixels = ASPECT * data.storedSide() * data.storedSide();
    return switch (data.stored()) {
      case FITTED -> setup.imageBytes();
      case PIXELS -> pixels * setup.network().input().channels();
      case JPEG -> pixels * JPEG_BYTES_PER_PIXEL;
      case ORIGINAL -> ORIGINAL_BYTES;
    };
  }
}
