package netadapt.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import netadapt.run.TrainingLogRow;
import netadapt.run.TrajectoryRow;

/**
 * A part of the time that a step took.
 *
 * @param step such as {@code search}
 * @param part what was done
 * @param seconds at least 0
 */
record TimeSpent(String step, String part, double seconds) {
  private static final String REST = "the rest";

  /** The parts of all steps, in the order in which they ended. */
  static List<TimeSpent> of(RunContents run) {
    List<TimeSpent> all = new ArrayList<>();
    run.results()
        .seconds()
        .forEach(
            (step, seconds) -> {
              double known = 0;
              for (Map.Entry<String, Double> part : parts(step, run).entrySet()) {
                double spent = Math.min(part.getValue(), seconds - known);
                known += spent;
                all.add(new TimeSpent(step, part.getKey(), spent));
              }
              all.add(new TimeSpent(step, REST, seconds - known));
            });
    return all.stream().filter(one -> one.seconds() > 0.05).toList();
  }

  /** What the tables say of a step. A training may have had its rounds in several calls. */
  private static Map<String, Double> parts(String step, RunContents run) {
    return switch (step) {
      case "train-supernet" -> training(run.supernet().log());
      case "train" -> training(run.networks().stream().flatMap(one -> one.log().stream()).toList());
      case "search" ->
          Map.of("iterations", run.trajectory().stream().mapToDouble(TrajectoryRow::seconds).sum());
      default -> Map.of();
    };
  }

  private static Map<String, Double> training(List<TrainingLogRow> log) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("computing", sum(log, TrainingLogRow::computeSeconds));
    parts.put("waiting for images", sum(log, TrainingLogRow::inputSeconds));
    parts.put("averaging", sum(log, TrainingLogRow::averagingSeconds));
    return parts;
  }

  private static double sum(List<TrainingLogRow> log, ToDoubleFunction<TrainingLogRow> seconds) {
    return log.stream().mapToDouble(seconds).sum();
  }

  static Map<String, Object> table(List<TimeSpent> all) {
    List<String> order =
        List.of("computing", "iterations", "waiting for images", "averaging", REST);
    return new PageTable<TimeSpent>()
        .column("step", TimeSpent::step)
        .column("part", TimeSpent::part)
        .column("seconds", TimeSpent::seconds)
        .column("order", one -> order.indexOf(one.part()))
        .of(all);
  }
}
