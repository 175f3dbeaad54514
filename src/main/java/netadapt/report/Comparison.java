package netadapt.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import netadapt.task.ScoreUnit;

/** The page of several runs side by side. */
final class Comparison {
  private static final String NOT_SET = "–";

  /** Settings that say where a run is, and not what it does. */
  private static final Set<String> PLACES = Set.of("run.directory", "data.directory", "data.path");

  private final Map<String, ComparedRun> runs;
  private final String metric;

  /**
   * @param runs at least one
   */
  Comparison(List<ComparedRun> runs) {
    this.runs = named(runs);
    Set<String> metrics =
        runs.stream()
            .filter(
                run -> run.contents().results().metric().isPresent() || run.contents().searched())
            .map(run -> run.contents().metric())
            .collect(Collectors.toSet());
    this.metric = metrics.size() == 1 ? metrics.iterator().next() : "macs"; // which all runs have
  }

  /** By their names; one that another run has, too, gets a number. */
  private static Map<String, ComparedRun> named(List<ComparedRun> runs) {
    Map<String, ComparedRun> named = new LinkedHashMap<>();
    for (ComparedRun run : runs) {
      String name = run.name();
      for (int number = 2; named.containsKey(name); number++) {
        name = "%s (%d)".formatted(run.name(), number);
      }
      named.put(name, run);
    }
    return named;
  }

  Page page() {
    String title = "%d runs side by side".formatted(runs.size());
    return new Page(
        title,
        Html.element("header", Html.element("h1", Html.text(title))),
        Html.element("main", summary(), search(), training(), time(), differences()),
        metric,
        unit().orElse(ScoreUnit.SHARE),
        new ComparisonData(runs, metric).tables());
  }

  private Html summary() {
    HtmlTable table =
        new HtmlTable(
            "What the runs found; scores on test images, in brackets the share of the initial"
                + " network's "
                + Numbers.metric(metric),
            List.of(
                "Run",
                "Network",
                "Budget",
                Numbers.capitalized(Numbers.metric(metric)),
                "Test, trained",
                "Test, shared weights",
                "Score",
                "Parameters"));
    runs.forEach(
        (name, run) -> {
          ScoreUnit unit = run.contents().unit();
          NetworkFacts initial = NetworkFacts.initial(run.contents());
          row(table, name, "initial", initial, initial, unit);
          for (NetworkFacts found : NetworkFacts.found(run.contents())) {
            row(table, name, "found", found, initial, unit);
            found.scaled().ifPresent(scaled -> row(table, name, "scaled", scaled, initial, unit));
          }
        });
    List<String> places =
        runs.entrySet().stream()
            .map(run -> run.getKey() + ": " + run.getValue().directory())
            .toList();
    return Html.section("summary", "What came out", Html.list(places), table.html(), trained());
  }

  private void row(
      HtmlTable table,
      String run,
      String kind,
      NetworkFacts network,
      NetworkFacts initial,
      ScoreUnit unit) {
    OptionalDouble cost = network.cost(metric);
    if (cost.isEmpty()) {
      return;
    }
    double whole = initial.cost(metric).orElse(Double.NaN);
    table.row(
        List.of(
            run,
            kind,
            network.budget().isPresent() ? Numbers.amount(network.budget().getAsDouble()) : NOT_SET,
            "%s (%s)"
                .formatted(
                    Numbers.amount(cost.getAsDouble()), Numbers.share(cost.getAsDouble(), whole)),
            accuracy(network.testAccuracy(), unit),
            accuracy(network.sharedTestAccuracy(), unit),
            accuracy(network.score(), unit),
            Numbers.amount(network.params().orElse(Double.NaN))));
  }

  private static String accuracy(OptionalDouble score, ScoreUnit unit) {
    return score.isPresent() ? unit.text(score.getAsDouble()) : NOT_SET;
  }

  private Html trained() {
    boolean tested =
        runs.values().stream().anyMatch(run -> !TrainedPoint.of(run.contents(), metric).isEmpty());
    return tested
        ? picture(
            unit ->
                TrainedPoint.figure(
                    "run",
                    metric,
                    unit,
                    "What the trained networks of all runs came to on test images; the table has"
                        + " the numbers."))
        : Html.NOTHING;
  }

  private Html search() {
    if (runs.values().stream().noneMatch(run -> run.contents().searched())) {
      return Html.section("search", "Search", Html.notDone("search", "the trade-off curve"));
    }
    return Html.section("search", "Search", picture(this::scores));
  }

  private Html scores(ScoreUnit unit) {
    Map<String, String> words =
        Map.of("metric", Numbers.metric(metric), "format", Numbers.axis(metric));
    return Chart.figure(
        "runs-search",
        "runs-search",
        Chart.ofScores(unit, words),
        "Score against %s: each run's winners and front.".formatted(Numbers.metric(metric)),
        "Scores with shared weights: each run's winners (line) and the best networks at every"
            + " cost (diamonds). Scores of different super-networks, or on different images,"
            + " cannot be compared with each other: compare trained networks.");
  }

  private Html training() {
    if (runs.values().stream().allMatch(run -> run.contents().supernet().points().isEmpty())) {
      return Html.section(
          "training",
          "Training of the super-networks",
          Html.notDone("train-supernet", "how they were trained"));
    }
    return Html.section(
        "training",
        "Training of the super-networks",
        Html.element(
            "div",
            Map.of("class", "pair"),
            picture(Comparison::accuracies),
            Curve.LOSS.figure(
                "runs-loss",
                "losses",
                ScoreUnit.SHARE, // of which it shows none
                "Loss by step, of each run.",
                "Loss, mean of the rounds at each point.")));
  }

  private static Html accuracies(ScoreUnit unit) {
    String what = Numbers.capitalized(unit.noun()) + " of the full network on held-out images";
    return Curve.ACCURACY.figure(
        "runs-accuracy",
        "accuracy",
        unit,
        what + " by step, of each run.",
        what + ", after epochs.");
  }

  /** A picture of scores, if those of all runs are alike. */
  private Html picture(Function<ScoreUnit, Html> drawn) {
    return unit()
        .map(drawn)
        .orElseGet(
            () ->
                Html.paragraph(
                    "The scores of these runs are of different kinds: no picture shows them"
                        + " together."));
  }

  /** Of all runs; empty if they have different ones. */
  private Optional<ScoreUnit> unit() {
    Set<ScoreUnit> units =
        runs.values().stream().map(run -> run.contents().unit()).collect(Collectors.toSet());
    return units.size() == 1 ? units.stream().findFirst() : Optional.empty();
  }

  private Html time() {
    Set<String> steps = new LinkedHashSet<>(TimeSection.STEPS);
    runs.values().forEach(run -> steps.addAll(run.contents().results().seconds().keySet()));
    List<String> header = new ArrayList<>(List.of("Run"));
    header.addAll(steps);
    header.add("Together");
    HtmlTable table = new HtmlTable("Time of each step", header);
    runs.forEach(
        (name, run) -> {
          Map<String, Double> seconds = run.contents().results().seconds();
          List<String> row = new ArrayList<>(List.of(name));
          steps.forEach(
              step ->
                  row.add(
                      seconds.containsKey(step) ? Numbers.duration(seconds.get(step)) : NOT_SET));
          double all = seconds.values().stream().mapToDouble(one -> one).sum();
          boolean whole = seconds.keySet().containsAll(TimeSection.STEPS);
          row.add(whole ? Numbers.duration(all) : NOT_SET);
          table.row(row);
        });
    return Html.section("time-spent", "Time", table.html());
  }

  private Html differences() {
    Map<String, ComparedRun> kept = new LinkedHashMap<>(runs);
    kept.values().removeIf(run -> run.settings().isEmpty());
    if (kept.size() < 2) {
      return Html.section(
          "differences",
          "What is different",
          Html.paragraph("Fewer than two of these runs have kept their settings."));
    }
    Set<String> keys = new TreeSet<>();
    kept.values().forEach(run -> keys.addAll(run.settings().keySet()));
    keys.removeAll(PLACES);
    keys.removeIf(key -> kept.values().stream().map(run -> value(run, key)).distinct().count() < 2);
    List<String> header = new ArrayList<>(List.of("Setting"));
    header.addAll(kept.keySet());
    HtmlTable table =
        new HtmlTable("Settings that are not the same in all runs that have kept theirs", header);
    for (String key : keys) {
      List<String> row = new ArrayList<>(List.of(key));
      kept.values().forEach(run -> row.add(value(run, key)));
      table.row(row);
    }
    return Html.section(
        "differences",
        "What is different",
        keys.isEmpty()
            ? Html.paragraph("All settings are the same, but for the places of files.")
            : table.html());
  }

  private static String value(ComparedRun run, String key) {
    return run.settings().getOrDefault(key, NOT_SET);
  }
}
