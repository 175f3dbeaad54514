package netadapt.data;

import java.io.Serializable;
import netadapt.BrokenRule;
import netadapt.data.ImageReader.UnreadableImage;

/**
 * In which form a dataset keeps its images, and which part of them a network sees.
 *
 * @param height of the images for the network, in pixels
 * @param width of the images for the network, in pixels
 * @param channels of the images for the network: 1 for grey, 3 for red, green, blue
 * @param stored what is kept
 * @param side pixels of the shorter side of {@link Stored#PIXELS} and {@link Stored#JPEG}; images
 *     that are smaller are kept as they are
 * @param cropShare how much of an image the network sees: share of the largest part of the wanted
 *     shape, of each side, in {@code (0, 1]}
 */
public record ImageForm(
    int height, int width, int channels, Stored stored, int side, double cropShare)
    implements Serializable {
  /** The side that images are usually kept with for networks that see 224 pixels. */
  private static final int USUAL_SIDE = 256;

  /**
   * @throws BrokenRule if a number is out of range
   */
  public ImageForm {
    require(height >= 1, "height", height, "at least 1");
    require(width >= 1, "width", width, "at least 1");
    require(channels == 1 || channels == 3, "channels", channels, "1 (grey) or 3 (colour)");
    require(side >= 1, "stored-side", side, "at least 1");
    require(cropShare > 0 && cropShare <= 1, "crop-share", cropShare, "more than 0 and at most 1");
  }

  private static void require(boolean holds, String what, Number value, String rule) {
    if (!holds) {
      throw new BrokenRule(what, value, rule);
    }
  }

  /** Pixels of the network's size, of as much of each image as has its shape. */
  public static ImageForm fitted(int height, int width, int channels) {
    return new ImageForm(height, width, channels, Stored.FITTED, USUAL_SIDE, 1);
  }

  /**
   * What is kept of an image, as pixels.
   *
   * @return {@code [h, w, c]}; the image itself where its file is kept
   */
  DecodedImage kept(DecodedImage image) {
    return switch (stored) {
      case FITTED -> fit(image);
      case PIXELS, JPEG -> CentreFit.shorterSide(leastChannels(image), side);
      case ORIGINAL -> image;
    };
  }

  /** Grey images are not kept in colour. */
  private DecodedImage leastChannels(DecodedImage image) {
    return channels == 1 ? image.withChannels(1) : image;
  }

  /**
   * What the column {@code image} has.
   *
   * @param kept what {@link #kept} gave
   * @param file the image's own bytes; used where these are kept
   */
  byte[] bytes(DecodedImage kept, byte[] file) {
    return switch (stored) {
      case FITTED, PIXELS -> kept.pixels();
      case JPEG -> JpegFile.encode(kept);
      case ORIGINAL -> file;
    };
  }

  /**
   * What the network sees of an image that is kept.
   *
   * @return {@code [height, width, channels]}
   */
  DecodedImage fitted(DecodedImage kept) {
    return stored == Stored.FITTED ? kept : fit(kept);
  }

  /**
   * The size of an image of which the network sees this form's pixels unscaled.
   *
   * @param side of this form, in pixels
   */
  int uncut(int side) {
    return (int) Math.round(side / cropShare);
  }

  /** The same part of an image's target, where pixels of the network's size are kept. */
  TargetMap fitted(TargetMap target) {
    return CentreFit.fit(target, height, width, cropShare);
  }

  /**
   * Reads what the columns of the same names have.
   *
   * @return {@code [h, w, c]}: the image as it is kept, with as many channels as the network sees
   * @throws UnreadableImage if the bytes are no image
   */
  DecodedImage decode(int storedHeight, int storedWidth, int storedChannels, byte[] image)
      throws UnreadableImage {
    DecodedImage decoded =
        switch (stored) {
          case FITTED, PIXELS -> new DecodedImage(storedHeight, storedWidth, storedChannels, image);
          case JPEG, ORIGINAL -> ImageFile.decode(image);
        };
    return decoded.withChannels(channels);
  }

  private DecodedImage fit(DecodedImage image) {
    return CentreFit.fit(image.withChannels(channels), height, width, cropShare);
  }

  /**
   * What the id of a dataset is made of beside its images; that of {@link #fitted(int, int, int)}
   * is as it was when there was no other form.
   */
  String text() {
    String size = "%d %d %d".formatted(height, width, channels);
    if (stored == Stored.FITTED) {
      return cropShare == 1 ? size : "%s crop %s".formatted(size, cropShare);
    }
    String scaled = stored == Stored.ORIGINAL ? "" : " side " + side;
    return "%s crop %s %s%s".formatted(size, cropShare, stored, scaled);
  }
}
