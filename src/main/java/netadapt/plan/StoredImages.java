package netadapt.plan;

import java.util.Map;

/** In which form images are stored, and how many bytes one takes. */
final class StoredImages {
  private static final String FORM = "data.stored";
  private static final String SIDE = "data.stored-side";
  private static final String FITTED = "fitted";
  private static final String USUAL_SIDE = "256";

  /** Length over width of most photographs. */
  private static final double ASPECT = 4.0 / 3;

  /** Assumed of a JPEG file of a photograph. */
  private static final double JPEG_BYTES_PER_PIXEL = 0.3;

  /** ILSVRC2012's 147.9 GB over 1,281,167 images. */
  private static final double ORIGINAL_BYTES = 115e3;

  private StoredImages() {}

  /** Whether they are stored, and trained on, as the network reads them. */
  static boolean fitted(Setup setup) {
    return form(setup).equals(FITTED);
  }

  /** Of an image, about; of a fitted one, at most. */
  static double bytes(Setup setup) {
    double side = Double.parseDouble(settings(setup).getOrDefault(SIDE, USUAL_SIDE));
    double pixels = ASPECT * side * side;
    return switch (form(setup)) {
      case "pixels" -> pixels * setup.network().input().channels();
      case "jpeg" -> pixels * JPEG_BYTES_PER_PIXEL;
      case "original" -> ORIGINAL_BYTES;
      default -> setup.imageBytes();
    };
  }

  private static String form(Setup setup) {
    return settings(setup).getOrDefault(FORM, FITTED);
  }

  private static Map<String, String> settings(Setup setup) {
    return setup.settings().resolved().values();
  }
}
