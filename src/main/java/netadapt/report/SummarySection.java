package netadapt.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import netadapt.run.TrajectoryRow;

/** What came out: the networks found beside the initial one, and how long each step took. */
final class SummarySection {
  private static final String NOT_DONE = "not done yet";
  private static final List<String> STEPS =
      List.of("prepare", "train-supernet", "search", "train", "export");

  private SummarySection() {}

  static Html html(RunContents run) {
    return Html.element(
        "section", Html.element("h2", Html.text("Summary")), networks(run), steps(run));
  }

  private static Html networks(RunContents run) {
    NetworkFacts initial = NetworkFacts.initial(run);
    List<NetworkFacts> found = NetworkFacts.found(run);
    Html missing = Html.notDone("search", "a network that meets a budget");
    if (found.isEmpty() && initial.macs().isEmpty()) {
      return missing;
    }
    boolean measured = found.stream().anyMatch(one -> one.measuredMillis().isPresent());
    HtmlTable table =
        new HtmlTable(
            "The initial network, the networks found, and uniformly scaled ones; budgets in "
                + metric(run)
                + ", and in brackets the share of the initial network",
            header(initial, measured));
    table.row(row("initial", initial, initial, measured));
    for (NetworkFacts network : found) {
      table.row(row("found", network, initial, measured));
      network.scaled().ifPresent(scaled -> table.row(row("scaled", scaled, initial, measured)));
    }
    if (found.isEmpty()) {
      return Html.join(List.of(table.html(), missing));
    }
    List<Html> pieces = new ArrayList<>(List.of(table.html()));
    ShrinkingGain.lines(run.results()).forEach(line -> pieces.add(Html.paragraph(line)));
    ShrinkingCost.lines(run.results()).forEach(line -> pieces.add(Html.paragraph(line)));
    return Html.join(pieces);
  }

  /** Accuracies first: whatever is cut off on a small screen, these are not. */
  private static List<String> header(NetworkFacts initial, boolean measured) {
    List<String> header = new ArrayList<>(List.of("Network", "Budget"));
    header.addAll(List.of("Test, trained", "Test, shared weights", "Score", "MACs", "Parameters"));
    for (String metric : initial.furtherCosts()) {
      String name = Numbers.metric(metric);
      header.add(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    }
    if (measured) {
      header.add("Measured (ms)");
    }
    return header;
  }

  private static List<String> row(
      String name, NetworkFacts network, NetworkFacts initial, boolean measured) {
    List<String> row = new ArrayList<>();
    row.add(name);
    row.add(network == initial ? "–" : shown(network.budget(), Numbers::amount));
    // Not all networks are trained.
    row.add(orDash(network.testAccuracy(), Numbers::accuracy));
    row.add(orDash(network.sharedTestAccuracy(), Numbers::accuracy));
    row.add(name.equals("scaled") ? "–" : shown(network.score(), Numbers::accuracy));
    row.add(ofInitial(network.macs(), initial.macs(), Numbers::amount));
    row.add(ofInitial(network.params(), initial.params(), Numbers::amount));
    for (String metric : initial.furtherCosts()) {
      row.add(ofInitial(network.cost(metric), initial.cost(metric), Numbers::significant));
    }
    if (measured) {
      row.add(ofInitial(network.measuredMillis(), initial.measuredMillis(), Numbers::significant));
    }
    return row;
  }

  /** {@code 9,404,416 (70.7%)}. */
  private static String ofInitial(
      OptionalDouble value, OptionalDouble initial, DoubleFunction<String> format) {
    if (value.isEmpty()) {
      return "–";
    }
    String amount = format.apply(value.getAsDouble());
    return initial.isEmpty()
        ? amount
        : "%s (%s)".formatted(amount, Numbers.share(value.getAsDouble(), initial.getAsDouble()));
  }

  private static Html steps(RunContents run) {
    Map<String, Double> seconds = run.results().seconds();
    Set<String> steps = new LinkedHashSet<>(STEPS);
    steps.addAll(seconds.keySet());
    HtmlTable table = new HtmlTable("Time per step", List.of("Step", "Time"));
    for (String step : steps) {
      String otherwise = leftSomething(run, step) ? "not recorded" : NOT_DONE;
      Double took = seconds.get(step);
      table.row(List.of(step, took == null ? otherwise : Numbers.duration(took)));
    }
    return Html.join(
        Stream.concat(
                Stream.of(table.html()),
                EstimatedCarbon.line(run.results()).map(Html::paragraph).stream())
            .toList());
  }

  /** Whether a step whose time is not in the results has been done all the same. */
  private static boolean leftSomething(RunContents run, String step) {
    return switch (step) {
      case "prepare" -> run.dataset().isPresent();
      case "train-supernet" -> !run.supernet().points().isEmpty();
      case "search" -> !NetworkFacts.found(run).isEmpty();
      case "train" -> !run.found().points().isEmpty();
      default -> false;
    };
  }

  private static String metric(RunContents run) {
    return Numbers.metric(
        run.trajectory().stream()
            .findFirst()
            .map(TrajectoryRow::metric)
            .or(run.results()::metric)
            .orElse("macs"));
  }

  private static String orDash(OptionalDouble value, DoubleFunction<String> format) {
    return value.isPresent() ? format.apply(value.getAsDouble()) : "–";
  }

  private static String shown(OptionalDouble value, DoubleFunction<String> format) {
    return value.isPresent() ? format.apply(value.getAsDouble()) : NOT_DONE;
  }
}
