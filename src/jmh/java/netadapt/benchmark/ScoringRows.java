package netadapt.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows about scoring. */
final class ScoringRows {
  private static final Map<String, String> TARGETS =
      Map.of(
          "mobilenet-v3-latency:16:10",
          "at least 1.15",
          "mobilenet-v3-latency:16:1",
          "at least 1.6");

  /** A point of accuracy, in percent, that does not matter. */
  private static final double AS_GOOD = 0.1;

  private static final int SLOTS = 2;

  private ScoringRows() {}

  /**
   * {@link SharedPrefixes}.
   *
   * @param images a folder of them; noise if there is none
   */
  static List<Line> shared(Effort effort, Optional<Path> images) {
    List<Line> lines = new ArrayList<>();
    for (String workload : List.of("mobilenet-v3-latency:16:10", "mobilenet-v3-latency:16:1")) {
      Repetitions groups =
          Repetitions.run(
              SharedPrefixes.class,
              workload,
              1,
              effort.of(8, 1),
              effort.file("shared-%s.log".formatted(workload.replace(':', '-'))),
              "folder",
              images.map(path -> path.toAbsolutePath().normalize().toString()).orElse(""));
      lines.add(
          Line.ratio(
              "shared",
              workload + ": speed of groups as one model over a model for each",
              groups.of("separate").over(groups.of("merged")),
              TARGETS.get(workload)));
    }
    lines.add(macs("cifar10", 5, 0.05));
    lines.add(macs("mobilenet-v3-latency", 10, 0.025));
    return lines;
  }

  private static Line macs(String network, int layers, double reduction) {
    return Line.plain(
        "shared",
        "%s, J = 200, L = %d: MACs of a model for each sample over those of 16 groups; of one"
            .formatted(network, layers),
        "%.2f; %.2f",
        SharedMacs.ratio(network, layers, reduction, 16),
        SharedMacs.ratio(network, layers, reduction, 1));
  }

  /**
   * A search's iteration.
   *
   * @param samples of the iteration, J
   * @param layers that each shrinks, L
   * @param reduction the share of the network's cost to be saved, r
   */
  private record Iteration(String network, int samples, int layers, double reduction, int images) {
    @Override
    public String toString() {
      return "%s, J = %d, L = %d, %d images".formatted(network, samples, layers, images);
    }
  }

  /** {@link SparkScoring} and {@link ScoringAgainstLayers}. */
  static List<Line> scoring(Effort effort) {
    return List.of(
        overhead(effort, iteration(effort, "cifar10", 48, 5, 0.05, 2048)),
        overhead(effort, iteration(effort, "mobilenet-v3-latency", 24, 10, 0.025, 512)),
        shared(effort, iteration(effort, "cifar10", 200, 5, 0.05, 1024)),
        shared(effort, iteration(effort, "mobilenet-v3-latency", 200, 10, 0.05, 48)),
        executors(effort),
        layers(effort));
  }

  private static Iteration iteration(
      Effort effort, String network, int samples, int layers, double reduction, int images) {
    return new Iteration(
        network, effort.of(samples, 24), layers, reduction, effort.of(images, SLOTS * 8));
  }

  private static Line overhead(Effort effort, Iteration iteration) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < effort.of(3, 1); i++) {
      Map<String, Double> said = here(effort, iteration, /* alone= */ false);
      ratios.add(said.get("seconds") * SLOTS / said.get("runtime_seconds"));
    }
    return Line.ratio(
        "scoring",
        iteration + ": clock x cores over time in ONNX Runtime",
        new Series(ratios),
        "at most 1.10");
  }

  private static Line shared(Effort effort, Iteration iteration) {
    List<Double> together = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    for (int i = 0; i < effort.of(3, 1); i++) {
      together.add(here(effort, iteration, /* alone= */ false).get("seconds"));
      alone.add(here(effort, iteration, /* alone= */ true).get("seconds"));
    }
    return Line.ratio(
        "scoring",
        iteration + ": speed over a model for each sample, by the clock",
        new Series(alone).over(new Series(together)),
        "at least 1.3");
  }

  private static Line executors(Effort effort) {
    List<Double> one = new ArrayList<>();
    List<Double> two = new ArrayList<>();
    for (int i = 0; i < effort.of(3, 1); i++) {
      // Shards are the same, so that both do the same work.
      one.add(cluster(effort, 1));
      two.add(cluster(effort, 2));
    }
    return Line.ratio(
        "scoring",
        "cifar10: two executors of one core over one, images/s",
        new Series(two).over(new Series(one)),
        "at least 1.7");
  }

  private static double cluster(Effort effort, int executors) {
    String master = "local-cluster[%d,1,2048]".formatted(executors);
    Iteration iteration = iteration(effort, "cifar10", 48, 5, 0.05, 2048);
    return scored(effort, master, iteration, /* alone= */ false).get("images_per_second");
  }

  private static Map<String, Double> here(Effort effort, Iteration iteration, boolean alone) {
    return scored(effort, "local[%d]".formatted(SLOTS), iteration, alone);
  }

  private static Map<String, Double> scored(
      Effort effort, String master, Iteration iteration, boolean alone) {
    return Child.run(
        SparkScoring.class,
        List.of(),
        1,
        effort.file("scoring.log"),
        master,
        Integer.toString(SLOTS),
        iteration.network(),
        Integer.toString(iteration.samples()),
        Integer.toString(iteration.layers()),
        Double.toString(iteration.reduction()),
        Integer.toString(iteration.images()),
        Boolean.toString(alone));
  }

  private static Line layers(Effort effort) {
    Map<String, Double> said =
        Child.run(
            ScoringAgainstLayers.class,
            List.of(),
            SLOTS,
            effort.file("scoring.log"),
            Integer.toString(effort.of(3, 1)));
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; said.containsKey("theirs." + i); i++) {
      ratios.add(said.get("theirs." + i) / said.get("ours." + i));
    }
    return Line.ratio(
        "scoring",
        "mobilenet-v1: speed over Deeplearning4j's layers, one sub-network by one",
        new Series(ratios),
        "at least 10");
  }

  /**
   * {@link ScoredSearch}.
   *
   * @param images CIFAR-10 as a folder of images
   */
  static List<Line> search(Effort effort) {
    List<String> arguments =
        new ArrayList<>(List.of(effort.file("search").toString(), effort.images().toString()));
    if (effort.quick()) {
      arguments.addAll(List.of("supernet.epochs=1", "search.budgets=0.9", "search.samples=8"));
    }
    Map<String, Double> said =
        Child.run(
            ScoredSearch.class,
            List.of(),
            1,
            effort.file("search.log"),
            arguments.toArray(String[]::new));
    Series lost = series(said, "lost");
    int iterations = lost.values().size();
    return List.of(
        Line.ratio(
            "search",
            "cifar10.conf raced: % of the images saved",
            series(said, "saved").times(100),
            ""),
        Line.plain(
            "search",
            "iterations whose best was kept, or one within 0.1 points",
            "%d, %d of %d",
            lost.values().stream().filter(points -> points <= 0).count(),
            lost.values().stream().filter(points -> points <= AS_GOOD + 1e-9).count(),
            iterations),
        Line.ratio(
            "search",
            "time on all images over raced",
            series(said, "plain_seconds").over(series(said, "raced_seconds")),
            ""),
        Line.ratio(
            "search",
            "time with running statistics over recalibrated ones of 512 images",
            series(said, "running_seconds").over(series(said, "plain_seconds")),
            ""),
        Line.ratio(
            "search",
            "time with recalibrated statistics of 2,048 images over those of 512",
            series(said, "more_seconds").over(series(said, "plain_seconds")),
            ""),
        Line.ratio(
            "search", "Kendall's tau between both of these rankings", series(said, "tau"), ""));
  }

  private static Series series(Map<String, Double> said, String name) {
    List<Double> values = new ArrayList<>();
    for (int iteration = 1; said.containsKey(name + "." + iteration); iteration++) {
      values.add(said.get(name + "." + iteration));
    }
    return new Series(values);
  }
}
