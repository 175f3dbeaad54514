package netadapt.benchmark;

import java.util.ArrayList;
import java.util.List;

/** The rows about parts of a step. */
final class KernelRows {
  private KernelRows() {}

  /** {@link WideWeightGradient} and {@link FinishStep}. */
  static List<Line> kernels(Effort effort) {
    List<Line> lines = new ArrayList<>();
    for (String workload : List.of("5x56x128", "5x14x512", "7x28x128", "7x7x1024")) {
      Repetitions gradients =
          Repetitions.run(
              WideWeightGradient.class,
              workload,
              effort.of(3, 1),
              effort.of(9, 2),
              effort.file("gradient-%s.log".formatted(workload)));
      lines.add(
          Line.ratio(
              "kernels",
              workload + ": speed of the depthwise weight gradient over oneDNN's",
              gradients.of("oneDnn").over(gradients.of("ours")),
              ""));
    }
    for (String workload : List.of("16x56x128", "16x14x512")) {
      Repetitions passes =
          Repetitions.run(
              FinishStep.class,
              workload,
              effort.of(40, 2),
              effort.of(15, 2),
              effort.file("finish-%s.log".formatted(workload)));
      lines.add(
          Line.ratio(
              "kernels",
              workload + ": our passes over oneDNN's batch norm and ReLU",
              passes.of("dense").over(passes.of("oneDnn")),
              ""));
      lines.add(
          Line.ratio(
              "kernels",
              workload + ": the same with ordered dropout and bypass",
              passes.of("elastic").over(passes.of("oneDnn")),
              ""));
    }
    return lines;
  }
}
