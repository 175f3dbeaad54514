package netadapt.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import netadapt.data.Stored;

/** The row about the preparation of ImageNet. */
final class PreparationRows {
  /** 1,281,167 training and 50,000 validation images. */
  private static final double IMAGENET = 1_331_167;

  private PreparationRows() {}

  /** {@link PreparedPhotographs}. */
  static List<Line> prepare(Effort effort, Optional<Path> images) {
    Path folder =
        images.orElseThrow(
            () -> new IllegalStateException("no photographs: give some with --images FOLDER"));
    Map<String, Double> said =
        Child.run(
            PreparedPhotographs.class,
            List.of(),
            1,
            effort.file("prepare.log"),
            folder.toAbsolutePath().toString(),
            effort.file("prepare").toAbsolutePath().toString(),
            Integer.toString(effort.of(10, 1)),
            Integer.toString(effort.of(3, 1)));
    List<Line> lines = new ArrayList<>();
    for (Stored stored : Stored.values()) {
      String name = stored.name().toLowerCase(Locale.ROOT);
      double bytes = said.get(name + "_bytes");
      lines.add(
          Line.plain(
              "prepare",
              name + ": images/s and core; KB per image; GB of ImageNet's 1,331,167, extrapolated",
              "%.0f; %.1f; %.0f",
              said.get(name + "_images_per_second"),
              bytes / 1e3,
              bytes * IMAGENET / 1e9));
    }
    return lines;
  }
}
