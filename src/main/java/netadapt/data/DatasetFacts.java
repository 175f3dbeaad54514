package netadapt.data;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code dataset.json} says.
 *
 * @param id hash of the labels, splits and pixels, in order
 * @param source where the images came from
 * @param classes names by label
 * @param height in pixels
 * @param width in pixels
 * @param channels 1 or 3
 * @param counts images per split, by the split's column value
 * @param seed of the splits and the order
 * @param mean per channel of the training images, in {@code [0, 1]}
 * @param std per channel of the training images' pixels in {@code [0, 1]}
 * @param skipped files that could not be decoded
 */
record DatasetFacts(
    String id,
    String source,
    List<String> classes,
    int height,
    int width,
    int channels,
    Map<String, Integer> counts,
    long seed,
    List<Double> mean,
    List<Double> std,
    int skipped) {
  DatasetFacts {
    classes = List.copyOf(classes);
    counts = new TreeMap<>(counts);
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }
}
