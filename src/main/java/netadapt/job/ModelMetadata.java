package netadapt.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.cost.MacCount;
import netadapt.data.Normalization;
import netadapt.onnx.OnnxModel;
import netadapt.task.Task;

/**
 * What an ONNX model says of itself, so that who has nothing but the model can prepare an image and
 * name the classes. The README has a table of it; a change here changes what programs of others
 * read.
 *
 * @param network that the model computes
 * @param task what it tells of images
 * @param classes names, in the order of the outputs
 * @param normalization of the images that it was trained on
 * @param datasetId of these images
 * @param cropShare how much of an image the network sees, in (0, 1]
 */
record ModelMetadata(
    SubNetwork network,
    Task task,
    List<String> classes,
    Normalization normalization,
    String datasetId,
    double cropShare) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Texts by key; lists are JSON. */
  Map<String, String> entries() {
    Shape input = network.network().input();
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("preprocessing", preprocessing(input, cropShare));
    entries.put("orientation", "exif");
    entries.put("color", input.channels() == 1 ? "L" : "RGB");
    entries.put("resize", "shorter-side");
    entries.put("filter", "bilinear-antialias");
    entries.put("crop", "center");
    entries.put("crop_share", Double.toString(cropShare));
    entries.put("height", Integer.toString(input.height()));
    entries.put("width", Integer.toString(input.width()));
    entries.put("value_range", json(List.of(0, 1)));
    entries.put("mean", json(normalization.mean()));
    entries.put("std", json(normalization.std()));
    entries.put("input", OnnxModel.INPUT);
    entries.put("input_layout", "NCHW");
    entries.put("task", task.name());
    entries.put("output", OnnxModel.output(network.network()));
    if (!network.network().pixelwise()) {
      entries.put("classes", json(classes));
    }
    entries.put("network", network.network().name());
    entries.put("architecture", ArchitectureJson.write(network.network(), network.architecture()));
    entries.put("architecture_id", ArchitectureJson.id(network.network(), network.architecture()));
    entries.put("dataset_id", datasetId);
    entries.put("macs", Long.toString(MacCount.count(network)));
    return entries;
  }

  private static String preprocessing(Shape input, double cropShare) {
    String share =
        cropShare == 1 ? "" : ", %s of it in both directions".formatted(Double.toString(cropShare));
    return ("Turn the image upright as its Exif data say; make it %s; cut out of its centre the"
            + " largest part of %d:%d (width:height)%s, from a whole pixel on, and scale that to %d"
            + " by %d pixels (width, height), bilinear and with antialiasing; divide the bytes by"
            + " 255; subtract mean, divide by std, per channel.")
        .formatted(
            input.channels() == 1
                ? "grey (luma of ITU-R BT.601)"
                : "RGB, without transparency and as stored, whatever its colour profile",
            input.width(),
            input.height(),
            share,
            input.width(),
            input.height());
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("lists of texts and numbers are JSON", e);
    }
  }
}
