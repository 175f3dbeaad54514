package netadapt.settings;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Optional;
import netadapt.train.Distillation;

/**
 * A network that others learn from while they are trained, and how it is asked.
 *
 * @param model {@code supernet}, or the file of an ONNX model
 * @param distillation how much it counts
 * @param input name of the model's input; empty for the only one
 * @param output name of the model's output; empty for the only one
 * @param outputs what its numbers are
 * @param mean of its normalisation, one per channel; empty for what the model's metadata say
 * @param std of its normalisation, as many, each more than 0
 * @param classes names of its classes
 */
public record TeacherSettings(
    String model,
    Distillation distillation,
    String input,
    String output,
    Outputs outputs,
    List<Double> mean,
    List<Double> std,
    ClassNames classes) {
  private static final String SUPERNET = "supernet";

  public TeacherSettings {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** What a teacher's numbers are. */
  public enum Outputs {
    /** Probabilities if they look like it. */
    AUTO,
    LOGITS,
    PROBABILITIES
  }

  /**
   * The names of a teacher's classes in the order of its outputs.
   *
   * @param names themselves; empty if a file has them, or nothing is said of them
   * @param file with a name on each line; empty if there is none
   */
  public record ClassNames(List<String> names, String file) {
    static final ClassNames NONE = new ClassNames(List.of(), "");

    public ClassNames {
      names = List.copyOf(names);
    }

    private static Optional<ClassNames> of(ConfigValue value) {
      return value instanceof ConfigList
          ? Conversion.toTexts(value).map(names -> new ClassNames(names, ""))
          : Conversion.toText(value).map(file -> new ClassNames(List.of(), file));
    }
  }

  /** Whether it is the super-network of the run. */
  public boolean isSupernet() {
    return model.equals(SUPERNET);
  }

  /** Reads the teacher of a training; empty if it has none. */
  static Optional<TeacherSettings> read(Section train) {
    String model = train.optionalText("teacher");
    Section section = train.section("distillation");
    List<Double> mean = numbers(section, "mean");
    List<Double> std = numbers(section, "std");
    TeacherSettings settings =
        new TeacherSettings(
            model,
            new Distillation(
                section.number("share", x -> x > 0 && x <= 1, "more than 0 and at most 1"),
                section.number("temperature", x -> x > 0, "more than 0")),
            section.optionalText("input"),
            section.optionalText("output"),
            section.choice("outputs", Outputs.class),
            mean,
            std,
            section.has("classes")
                ? section.value(
                    "classes", ClassNames::of, "a file or a list of names", ClassNames.NONE)
                : ClassNames.NONE);
    if (mean.size() != std.size() || std.stream().anyMatch(x -> x <= 0)) {
      section.broken("std", "as many numbers as mean has, each more than 0");
    }
    section.finish();
    return model.isEmpty() ? Optional.empty() : Optional.of(settings);
  }

  private static List<Double> numbers(Section section, String key) {
    return section.has(key)
        ? section.numbers(key, l -> l.size() == 1 || l.size() == 3, "one number per channel")
        : List.of();
  }
}
