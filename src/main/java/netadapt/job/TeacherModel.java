package netadapt.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.data.FormatChange;
import netadapt.data.ImageFormat;
import netadapt.data.Layout;
import netadapt.data.Normalization;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.TensorModel;
import netadapt.onnx.TensorModel.Port;
import netadapt.settings.TeacherSettings;

/**
 * Finds out how an ONNX model can be asked as a teacher: from itself, its metadata and the
 * settings, which go before them.
 */
final class TeacherModel implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How far from 1 probabilities of float32 may sum to. */
  private static final double PROBABILITY_TOLERANCE = 1e-3;

  private final String name;
  private final TeacherSettings settings;
  private final Map<String, String> metadata;
  private final TensorModel model;

  /**
   * Loads the model here.
   *
   * @param name of the model, for messages
   * @throws BadInput if it is no ONNX model
   */
  TeacherModel(String name, byte[] content, TeacherSettings settings) {
    this.name = name;
    this.settings = settings;
    this.metadata = OnnxClassifier.metadata(name, content);
    this.model = new TensorModel(name, content, 1);
  }

  /**
   * Finds out what there is to find out without images.
   *
   * @throws BadInput if the model reads no images, or gives no numbers for them, or it is not known
   *     how its images are normalised
   */
  void check() {
    normalization(channels(input()));
    output();
  }

  /**
   * How the model is asked; it is, once, of an image of the mean colour.
   *
   * @param student what the network reads that learns from it
   * @param classes that this network tells apart, in their order
   * @param named the teacher's classes by the settings; none if they name none
   * @throws BadInput if it cannot be asked, or does not know the classes
   */
  TeacherForm form(ImageFormat student, List<String> classes, List<String> named) {
    Port input = input();
    FormatChange change = new FormatChange(student, format(input, student));
    int batch = Math.max(0, Math.toIntExact(input.shape().get(0)));
    TeacherForm asked =
        new TeacherForm(input.name(), batch, change, output().name(), false, List.of());
    int numbers = student.height() * student.width() * student.normalization().channels();
    float[] outputs = new OnnxTeacher(model, asked).outputs(new float[numbers], 1)[0];
    for (float number : outputs) {
      if (!Float.isFinite(number)) {
        throw new BadInput(
            "%s gives %s for an image of the mean colour but must give finite numbers"
                .formatted(name, number));
      }
    }
    List<String> names =
        named.isEmpty() ? described("classes", new TypeReference<List<String>>() {}) : named;
    return new TeacherForm(
        asked.input(),
        batch,
        change,
        asked.output(),
        probabilities(outputs),
        TeacherClasses.columns(name, classes, outputs.length, names));
  }

  private Port input() {
    Port input = port("input", settings.input(), model.inputs());
    if (!input.float32() || input.shape().size() != 4 || layout(input).isEmpty()) {
      throw new BadInput(
          ("%s reads %s but a teacher must read images of float32, [n, channels, height, width] or"
                  + " [n, height, width, channels] with 1 or 3 channels")
              .formatted(name, input));
    }
    if (model.inputs().size() > 1) {
      throw new BadInput(
          "%s reads %s but a teacher must read images alone: export it without its other inputs"
              .formatted(name, model.inputs()));
    }
    return input;
  }

  private Port output() {
    Port output = port("output", settings.output(), model.outputs());
    if (!output.float32()) {
      throw new BadInput(
          "%s gives %s but a teacher must give a float32 for each class".formatted(name, output));
    }
    return output;
  }

  private Port port(String what, String given, List<Port> ports) {
    if (given.isEmpty() && ports.size() == 1) {
      return ports.get(0);
    }
    List<String> names = ports.stream().map(Port::name).toList();
    return ports.stream()
        .filter(port -> port.name().equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                new BrokenRule(
                    "distillation." + what,
                    given.isEmpty() ? "not set" : given,
                    "an %s of %s: %s".formatted(what, name, String.join(" or ", names)),
                    names.get(0)));
  }

  private static Optional<Layout> layout(Port input) {
    return isChannels(input.shape().get(1))
        ? Optional.of(Layout.CHANNELS_FIRST)
        : Optional.of(Layout.CHANNELS_LAST).filter(last -> isChannels(input.shape().get(3)));
  }

  private static boolean isChannels(long size) {
    return size == 1 || size == 3;
  }

  private static int channels(Port input) {
    boolean first = layout(input).orElseThrow() == Layout.CHANNELS_FIRST;
    return Math.toIntExact(input.shape().get(first ? 1 : 3));
  }

  private ImageFormat format(Port input, ImageFormat student) {
    Layout layout = layout(input).orElseThrow();
    int first = layout == Layout.CHANNELS_FIRST ? 2 : 1;
    return new ImageFormat(
        side("height", input.shape().get(first), student.height()),
        side("width", input.shape().get(first + 1), student.width()),
        normalization(channels(input)),
        layout);
  }

  /** The model's own; where any will do, what its metadata say or what there is. */
  private int side(String what, long declared, int student) {
    if (declared > 0) {
      return Math.toIntExact(declared);
    }
    return Optional.ofNullable(metadata.get(what))
        .filter(text -> text.matches("[1-9]\\d{0,4}"))
        .map(Integer::parseInt)
        .orElse(student);
  }

  private Normalization normalization(int channels) {
    List<Double> mean = settings.mean().isEmpty() ? described("mean") : settings.mean();
    List<Double> std = settings.std().isEmpty() ? described("std") : settings.std();
    if (mean.size() != channels || std.size() != channels) {
      throw new BrokenRule(
          "distillation.mean",
          mean.isEmpty() ? "not set" : mean,
          "what %s was trained with, %d %s from 0 to 1, and std likewise: its metadata do not say"
              .formatted(name, channels, channels == 1 ? "number" : "numbers"),
          channels == 1 ? "[0.5]" : "[0.485,0.456,0.406]");
    }
    float[] means = new float[channels];
    float[] deviations = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      means[channel] = mean.get(channel).floatValue();
      deviations[channel] = std.get(channel).floatValue();
    }
    return new Normalization(means, deviations);
  }

  private List<Double> described(String key) {
    return described(key, new TypeReference<List<Double>>() {});
  }

  /** A list of the metadata; empty if there is none. */
  private <T> List<T> described(String key, TypeReference<List<T>> type) {
    try {
      return metadata.containsKey(key) ? JSON.readValue(metadata.get(key), type) : List.of();
    } catch (JsonProcessingException e) {
      return List.of(); // of somebody else, who means another thing by the word
    }
  }

  private boolean probabilities(float[] outputs) {
    return switch (settings.outputs()) {
      case LOGITS -> false;
      case PROBABILITIES -> true;
      case AUTO -> {
        double sum = 0;
        boolean shares = true;
        for (float number : outputs) {
          sum += number;
          shares &= number >= 0 && number <= 1;
        }
        yield shares && Math.abs(sum - 1) < PROBABILITY_TOLERANCE;
      }
    };
  }

  @Override
  public void close() {
    model.close();
  }
}
