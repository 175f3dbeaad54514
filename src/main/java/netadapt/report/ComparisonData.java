package netadapt.report;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import netadapt.run.FrontRow;
import netadapt.run.TrajectoryRow;

/** The tables that the page of several runs draws its pictures from. */
final class ComparisonData {
  private final Map<String, ComparedRun> runs;
  private final String metric;

  /**
   * @param runs by their names
   * @param metric column of what costs count
   */
  ComparisonData(Map<String, ComparedRun> runs, String metric) {
    this.runs = runs;
    this.metric = metric;
  }

  /** All tables by their names. */
  Map<String, Map<String, Object>> tables() {
    List<TrainingCurve> supernets =
        runs.entrySet().stream()
            .map(run -> new TrainingCurve(run.getKey(), run.getValue().contents().supernet().log()))
            .toList();
    return Map.of(
        "winners",
        new PageTable<Of<TrajectoryRow>>()
            .column("run", Of::run)
            .column("iteration", of -> of.row().iteration())
            .column("resource", of -> of.row().costs().of(metric))
            .column("score", of -> of.row().score())
            .of(all(RunContents::trajectory)),
        "front",
        new PageTable<Of<FrontRow>>()
            .column("run", Of::run)
            .column("resource", of -> of.row().costs().of(metric))
            .column("score", of -> of.row().score())
            .of(all(RunContents::front)),
        "trained",
        TrainedPoint.columns(Of<TrainedPoint>::row)
            .column("run", Of::run)
            .of(all(run -> TrainedPoint.of(run, metric))),
        "losses",
        TrainingCurve.losses(supernets),
        "accuracy",
        TrainingCurve.accuracies(
            supernets.stream().flatMap(training -> training.accuracies().stream()).toList()));
  }

  /** A row of a run. */
  private record Of<T>(String run, T row) {}

  private <T> List<Of<T>> all(Function<RunContents, List<T>> rows) {
    return runs.entrySet().stream()
        .flatMap(
            run ->
                rows.apply(run.getValue().contents()).stream()
                    .map(row -> new Of<>(run.getKey(), row)))
        .toList();
  }
}
