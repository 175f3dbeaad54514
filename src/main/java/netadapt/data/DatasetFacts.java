package netadapt.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code dataset.json} says.
 *
 * @param id hash of the labels, splits and pixels, in order
 * @param source where the images came from
 * @param classes names by label
 * @param height in pixels, of the images for the network
 * @param width in pixels, of the images for the network
 * @param channels 1 or 3, of the images for the network
 * @param stored what is kept of each image; absent in files of older versions, which fitted them
 * @param storedSide pixels of the shorter side, where that was scaled
 * @param cropShare how much of an image the network sees; absent in files of older versions: 1
 * @param counts images per split, by the split's column value
 * @param seed of the splits and the order
 * @param mean per channel of the training images, in {@code [0, 1]}
 * @param std per channel of the training images' pixels in {@code [0, 1]}
 * @param skipped files that could not be decoded
 * @param images name of the folder with the images; absent in files of older versions
 * @param target what the column {@code target} has: {@link #DEPTH}; empty, and absent in the file,
 *     for images that have none
 */
record DatasetFacts(
    String id,
    String source,
    List<String> classes,
    int height,
    int width,
    int channels,
    Stored stored,
    int storedSide,
    double cropShare,
    Map<String, Integer> counts,
    long seed,
    List<Double> mean,
    List<Double> std,
    int skipped,
    String images,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String target) {
  /** A depth for each pixel. */
  static final String DEPTH = "depth-metres";

  /**
   * @throws IllegalArgumentException if the target is of another kind
   */
  DatasetFacts {
    stored = stored == null ? Stored.FITTED : stored;
    storedSide = Math.max(1, storedSide);
    cropShare = cropShare == 0 ? 1 : cropShare;
    classes = List.copyOf(classes);
    counts = new TreeMap<>(counts);
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    images = images == null ? DatasetFolder.IMAGES : images;
    target = target == null ? "" : target;
    if (!target.isEmpty() && !target.equals(DEPTH)) {
      throw new IllegalArgumentException(
          "target is \"%s\" but must be \"%s\" or absent".formatted(target, DEPTH));
    }
  }

  /** Whether the images have targets. */
  boolean withTargets() {
    return !target.isEmpty();
  }

  ImageForm form() {
    return new ImageForm(height, width, channels, stored, storedSide, cropShare);
  }
}
