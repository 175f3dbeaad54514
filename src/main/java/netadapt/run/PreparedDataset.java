package netadapt.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dataset in a run directory, by its {@code dataset.json}.
 *
 * @param id hash of the labels, splits and pixels
 * @param classes names by label
 * @param height of every image, in pixels
 * @param width of every image, in pixels
 * @param channels 1 or 3
 * @param images per split
 */
public record PreparedDataset(
    String id,
    List<String> classes,
    int height,
    int width,
    int channels,
    Map<String, Long> images) {
  public PreparedDataset {
    classes = List.copyOf(classes);
    images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
  }

  static PreparedDataset read(String json, String where) {
    JsonObject root = JsonObject.parse(json, where);
    Map<String, Long> images = new LinkedHashMap<>();
    root.numbers("counts").forEach((split, count) -> images.put(split, count.longValue()));
    return new PreparedDataset(
        root.text("id").orElse(""),
        root.texts("classes"),
        (int) root.whole("height").orElse(0),
        (int) root.whole("width").orElse(0),
        (int) root.whole("channels").orElse(0),
        images);
  }
}
