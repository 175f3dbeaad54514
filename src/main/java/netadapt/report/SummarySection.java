package netadapt.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleFunction;
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
    HtmlTable table =
        new HtmlTable(
            "The initial network, the networks found, and uniformly scaled ones; budgets in "
                + metric(run),
            List.of(
                "Network",
                "Budget",
                "MACs",
                "of initial",
                "Parameters",
                "of initial",
                "Score",
                "Test, shared weights",
                "Test, trained"));
    table.row(row("initial", initial, initial));
    for (NetworkFacts network : found) {
      table.row(row("found", network, initial));
      network.scaled().ifPresent(scaled -> table.row(row("scaled", scaled, initial)));
    }
    if (found.isEmpty()) {
      return Html.join(List.of(table.html(), missing));
    }
    List<Html> pieces = new ArrayList<>(List.of(table.html()));
    ShrinkingCost.lines(run.results()).forEach(line -> pieces.add(Html.paragraph(line)));
    return Html.join(pieces);
  }

  private static List<String> row(String name, NetworkFacts network, NetworkFacts initial) {
    return List.of(
        name,
        network == initial ? "–" : shown(network.budget(), Numbers::amount),
        shown(network.macs(), Numbers::amount),
        share(network.macs(), initial.macs()),
        shown(network.params(), Numbers::amount),
        share(network.params(), initial.params()),
        name.equals("scaled") ? "–" : shown(network.score(), Numbers::accuracy),
        accuracy(network.sharedTestAccuracy()),
        accuracy(network.testAccuracy()));
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
    return table.html();
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

  /** A dash where there is no test: not all networks are trained. */
  private static String accuracy(OptionalDouble value) {
    return value.isPresent() ? Numbers.accuracy(value.getAsDouble()) : "–";
  }

  private static String shown(OptionalDouble value, DoubleFunction<String> format) {
    return value.isPresent() ? format.apply(value.getAsDouble()) : NOT_DONE;
  }

  private static String share(OptionalDouble part, OptionalDouble whole) {
    return part.isPresent() && whole.isPresent()
        ? Numbers.share(part.getAsDouble(), whole.getAsDouble())
        : "–";
  }
}
