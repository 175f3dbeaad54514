package netadapt.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import netadapt.rank.RankedNetwork;
import netadapt.run.FrontRow;
import netadapt.run.RankRow;
import netadapt.run.SampleRow;
import netadapt.run.TrajectoryRow;
import netadapt.run.WrittenArchitecture;
import netadapt.run.WrittenArchitecture.Layer;

/** The tables that a run's page draws its pictures from. */
final class PageData {
  private final RunContents run;

  PageData(RunContents run) {
    this.run = run;
  }

  /** All tables by their names; those of steps that are not done yet are left out. */
  Map<String, Map<String, Object>> tables() {
    Map<String, Map<String, Object>> tables = new LinkedHashMap<>();
    if (run.searched()) {
      tables.put("layers", layers());
      tables.put("samples", samples());
      tables.put("winners", winners());
      tables.put("front", front());
      tables.put("budgets", budgets());
    }
    tables.put("supernet", TrainingCurve.losses(List.of(run.supernet())));
    tables.put("supernet_accuracy", TrainingCurve.accuracies(run.supernet().sharedAccuracies()));
    tables.put("networks", TrainingCurve.losses(run.networks()));
    tables.put(
        "networks_accuracy",
        TrainingCurve.accuracies(
            run.networks().stream().flatMap(one -> one.accuracies().stream()).toList()));
    tables.put("time", TimeSpent.table(TimeSpent.of(run)));
    tables.put("trained", TrainedPoint.table(TrainedPoint.of(run, run.metric())));
    tables.put("ranked", ranked());
    return tables;
  }

  private Map<String, Object> layers() {
    return new PageTable<Layer>()
        .column("name", Layer::name)
        .column("filters", Layer::filters)
        .column("kernel", Layer::kernel)
        .of(run.trajectory().get(0).architecture().layers());
  }

  private Map<String, Object> samples() {
    PageTable<SampleRow> table =
        new PageTable<SampleRow>()
            .column("iteration", SampleRow::iteration)
            .column("sample", SampleRow::sample)
            .column("move", SampleRow::move)
            .column("resource", row -> row.costs().of(run.metric()))
            .column("macs", row -> row.costs().macs())
            .column("params", row -> row.costs().params())
            .column("score", SampleRow::score)
            .column("error", SampleRow::scoreError)
            .column("predicted", SampleRow::predictedScore)
            .column("expected", SampleRow::expectedScore)
            .column("deviation", SampleRow::expectedDeviation)
            .column("images", SampleRow::images)
            .column("dropped", SampleRow::dropped)
            .column("selected", SampleRow::selected)
            .column("id", SampleRow::architectureId);
    return architecture(table, SampleRow::architecture).of(run.samples());
  }

  private Map<String, Object> winners() {
    PageTable<TrajectoryRow> table =
        new PageTable<TrajectoryRow>()
            .column("iteration", TrajectoryRow::iteration)
            .column("best_iteration", TrajectoryRow::bestIteration)
            .column("sample", TrajectoryRow::bestSample)
            .column("stage", TrajectoryRow::stage)
            .column("resource", TrajectoryRow::resource)
            .column("macs", row -> row.costs().macs())
            .column("params", row -> row.costs().params())
            .column("score", TrajectoryRow::score)
            .column("expected", TrajectoryRow::expectedScore)
            .column("deviation", TrajectoryRow::expectedDeviation)
            .column("samples", TrajectoryRow::samples)
            .column("budget_met", TrajectoryRow::budgetMet)
            .column("id", TrajectoryRow::architectureId);
    return architecture(table, TrajectoryRow::architecture).of(run.trajectory());
  }

  private Map<String, Object> front() {
    PageTable<FrontRow> table =
        new PageTable<FrontRow>()
            .column("iteration", FrontRow::iteration)
            .column("sample", FrontRow::sample)
            .column("resource", row -> row.costs().of(run.metric()))
            .column("macs", row -> row.costs().macs())
            .column("params", row -> row.costs().params())
            .column("score", FrontRow::score)
            .column("error", FrontRow::scoreError)
            .column("expected", FrontRow::expectedScore)
            .column("deviation", FrontRow::expectedDeviation)
            .column("id", FrontRow::architectureId);
    return architecture(table, FrontRow::architecture).of(run.front());
  }

  /** With filters and kernels of all layers, in the network's order. */
  private static <T> PageTable<T> architecture(
      PageTable<T> table, Function<T, WrittenArchitecture> of) {
    return table
        .column("filters", row -> of.apply(row).layers().stream().map(Layer::filters).toList())
        .column("kernels", row -> of.apply(row).layers().stream().map(Layer::kernel).toList());
  }

  private Map<String, Object> budgets() {
    List<OptionalDouble> budgets =
        NetworkFacts.found(run).stream()
            .map(NetworkFacts::budget)
            .filter(OptionalDouble::isPresent)
            .distinct()
            .toList();
    return new PageTable<OptionalDouble>().column("budget", budget -> budget).of(budgets);
  }

  /** A point of the rank check, and whether it is the one with the highest score. */
  private record Ranked(RankedNetwork network, boolean highest) {}

  private Map<String, Object> ranked() {
    List<RankedNetwork> networks = RankRow.ranked(run.rankCheck());
    Optional<RankedNetwork> highest =
        networks.stream().max(Comparator.comparingDouble(RankedNetwork::score));
    List<Ranked> rows = new ArrayList<>();
    for (RankedNetwork network : networks) {
      rows.add(new Ranked(network, network == highest.orElseThrow()));
    }
    return new PageTable<Ranked>()
        .column("macs", row -> row.network().macs())
        .column("params", row -> row.network().params())
        .column("score", row -> row.network().score())
        .column("accuracy", row -> row.network().accuracy())
        .column("kind", row -> row.highest() ? "highest score" : "network")
        .of(rows);
  }
}
