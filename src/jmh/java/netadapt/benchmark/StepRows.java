package netadapt.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The rows about single training steps. */
final class StepRows {
  private StepRows() {}

  /** {@link DenseStep}. */
  static List<Line> dense(Effort effort) {
    String workload = "mobilenet-v1:16";
    Repetitions steps =
        Repetitions.run(DenseStep.class, workload, 1, effort.of(5, 1), effort.file("dense.log"));
    Series ours = steps.of("ours");
    Series nhwc = steps.of("nhwc");
    Series nchw = steps.of("nchw");
    boolean last = nhwc.median() < nchw.median();
    return List.of(
        Line.ratio(
            "dense",
            "%s: speed over Deeplearning4j's layers in %s"
                .formatted(workload, last ? "NHWC" : "NCHW"),
            (last ? nhwc : nchw).over(ours),
            "at least 8"),
        imagesPerSecond("dense", workload, "ours, theirs in NHWC, in NCHW", ours, nhwc, nchw));
  }

  /** {@link ElasticStep}. */
  static List<Line> elastic(Effort effort) {
    List<Line> lines = new ArrayList<>();
    for (String workload :
        effort.workloads("mobilenet-v1:16", "mobilenet-v3-latency:16", "cifar10:64")) {
      Repetitions steps =
          Repetitions.run(
              ElasticStep.class,
              workload,
              effort.of(3, 1),
              effort.of(9, 2),
              log(effort, "elastic", workload));
      Series elastic = steps.of("elastic");
      Series dense = steps.of("dense");
      lines.add(
          Line.ratio(
              "elastic",
              workload + ": elastic step over dense step",
              elastic.over(dense),
              "at most 1.25"));
      lines.add(imagesPerSecond("elastic", workload, "elastic, dense", elastic, dense));
    }
    return lines;
  }

  /** {@link GroupedStep}. */
  static List<Line> grouped(Effort effort) {
    List<Line> lines = new ArrayList<>();
    for (String workload : effort.workloads("cifar10:64", "mnist:64", "mobilenet-v3-latency:32")) {
      Repetitions steps =
          Repetitions.run(
              GroupedStep.class,
              workload,
              effort.of(10, 2),
              effort.of(31, 3),
              log(effort, "grouped", workload));
      Series grouped = steps.of("grouped");
      Series masked = steps.of("masked");
      lines.add(
          Line.ratio(
              "grouped",
              workload + ": speed of a step in groups over one with a sub-network per image",
              masked.over(grouped),
              ""));
      lines.add(
          imagesPerSecond(
              "grouped", workload, "in groups, with a sub-network per image", grouped, masked));
    }
    return lines;
  }

  /** {@link TorchStep}. */
  static List<Line> torch(Effort effort) {
    List<Line> lines = new ArrayList<>();
    for (String workload : effort.workloads("cifar10:64", "mnist:64", "mobilenet-v1:16")) {
      for (boolean elastic : new boolean[] {true, false}) {
        Repetitions steps =
            Repetitions.run(
                TorchStep.class,
                workload,
                effort.of(5, 1),
                effort.of(15, 2),
                log(effort, elastic ? "torch-elastic" : "torch-dense", workload),
                "elastic",
                Boolean.toString(elastic));
        String what = workload + (elastic ? ", elastic" : ", dense");
        Series ours = steps.of("ours");
        Series eager = steps.of("eager");
        Series compiled = steps.of("compiled");
        lines.add(Line.ratio("torch", what + ": speed over eager", eager.over(ours), ""));
        lines.add(Line.ratio("torch", what + ": speed over compiled", compiled.over(ours), ""));
        lines.add(
            imagesPerSecond(
                "torch", workload, what, "ours, eager, compiled", ours, eager, compiled));
      }
    }
    return lines;
  }

  private static Line imagesPerSecond(String row, String workload, String which, Series... millis) {
    return imagesPerSecond(row, workload, workload, which, millis);
  }

  private static Line imagesPerSecond(
      String row, String workload, String what, String which, Series... millis) {
    Workload work = Workload.of(workload);
    String figures =
        Arrays.stream(millis)
            .map(one -> "%.1f".formatted(work.imagesPerSecond(one.median())))
            .collect(Collectors.joining(", "));
    return new Line(row, "%s: images/s, %s".formatted(what, which), figures, "", "");
  }

  private static Path log(Effort effort, String row, String workload) {
    return effort.file("%s-%s.log".formatted(row, workload.replace(':', '-')));
  }

  /** {@link SampledStep}. */
  static List<Line> sampled(Effort effort) {
    List<Line> lines = new ArrayList<>();
    for (String workload : effort.workloads("mobilenet-v1:16", "cifar10:64")) {
      Repetitions steps =
          Repetitions.run(
              SampledStep.class,
              workload,
              effort.of(2, 1),
              effort.of(7, 2),
              log(effort, "sampled", workload),
              "samples",
              Integer.toString(effort.of(6, 2)));
      Workload work = Workload.of(workload);
      double elastic = work.imagesPerSecond(steps.of("elastic").median());
      double sampled = work.imagesPerSecond(steps.of("sampled").median());
      lines.add(
          Line.ratio(
              "sampled",
              workload + ": sub-networks trained per second over one per step",
              steps.of("sampled").over(steps.of("elastic")).times(work.batch()),
              ""));
      lines.add(
          Line.plain(
              "sampled",
              workload + ": sub-networks/s, one per image, one per step",
              "%.1f, %.2f",
              elastic,
              sampled / work.batch()));
      lines.add(
          Line.plain(
              "sampled",
              workload + ": images/s, one per image, one per step",
              "%.1f, %.1f",
              elastic,
              sampled));
    }
    return lines;
  }
}
