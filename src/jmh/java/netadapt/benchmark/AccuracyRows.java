package netadapt.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rows about what a training achieves. */
final class AccuracyRows {
  private static final List<String> SUBJECTS =
      List.of("full", "half", "quarter", "eighth", "random");
  private static final int[] PERCENTS = {30, 40, 50, 60, 70, 80};

  private AccuracyRows() {}

  /**
   * {@link LearningCurve}.
   *
   * @param images CIFAR-10 as a folder of images
   */
  static List<Line> accuracy(Effort effort, Optional<Path> images) {
    if (images.filter(Files::isDirectory).isEmpty()) {
      return List.of(
          Line.plain(
              "accuracy",
              images.map(path -> path + " is no folder").orElse("no --data FOLDER"),
              "skipped: give CIFAR-10 as image files in train/CLASS/ and test/CLASS/"));
    }
    Map<String, Double> said =
        Child.run(
            LearningCurve.class,
            List.of(),
            1,
            effort.file("accuracy.log"),
            effort.file("accuracy").toString(),
            images.get().toString(),
            Integer.toString(effort.of(0, 1)));
    return lines(said);
  }

  private static List<Line> lines(Map<String, Double> said) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.plain("accuracy", "cifar10.conf: images/s", "%.0f", said.get("images_per_second")));
    lines.add(line("% of the MACs: " + String.join(", ", SUBJECTS), said, "macs."));
    List<Integer> epochs = epochs(said);
    for (int epoch : epochs) {
      lines.add(line("held-out %%, epoch %d".formatted(epoch), said, "epoch." + epoch + "."));
    }
    for (int percent : PERCENTS) {
      String reached = reached(said, epochs, percent);
      if (reached.matches(".*\\d.*")) {
        lines.add(Line.plain("accuracy", "epochs to %d%%".formatted(percent), "%s", reached));
      }
    }
    return lines;
  }

  private static List<Integer> epochs(Map<String, Double> said) {
    Pattern full = Pattern.compile("epoch\\.(\\d+)\\.full");
    return said.keySet().stream()
        .map(full::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Integer.valueOf(matcher.group(1)))
        .toList();
  }

  private static Line line(String what, Map<String, Double> said, String prefix) {
    String values =
        SUBJECTS.stream()
            .map(name -> "%.1f".formatted(100 * said.get(prefix + name)))
            .collect(Collectors.joining(", "));
    return Line.plain("accuracy", what, "%s", values);
  }

  private static String reached(Map<String, Double> said, List<Integer> epochs, int percent) {
    return SUBJECTS.stream()
        .map(
            name -> {
              for (int epoch : epochs) {
                if (100 * said.get("epoch.%d.%s".formatted(epoch, name)) >= percent) {
                  return Integer.toString(epoch);
                }
              }
              return "-";
            })
        .collect(Collectors.joining(", "));
  }
}
