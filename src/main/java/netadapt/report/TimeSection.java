package netadapt.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** How long each step took, where that time went, and what it is estimated to have emitted. */
final class TimeSection {
  /** Those that leave something, in their order. */
  static final List<String> STEPS =
      List.of("prepare", "train-supernet", "search", "train", "export");

  private TimeSection() {}

  static Html html(RunContents run) {
    return Html.section("time-spent", "Where the time went", steps(run));
  }

  private static Html steps(RunContents run) {
    Map<String, Double> seconds = run.results().seconds();
    Set<String> steps = new LinkedHashSet<>(STEPS);
    steps.addAll(seconds.keySet());
    HtmlTable table = new HtmlTable("Time per step", List.of("Step", "Time"));
    for (String step : steps) {
      String otherwise = leftSomething(run, step) ? "going on, or not recorded" : "not done yet";
      Double took = seconds.get(step);
      table.row(List.of(step, took == null ? otherwise : Numbers.duration(took)));
    }
    return Html.join(
        Stream.concat(
                Stream.of(table.html(), time(run)),
                EstimatedCarbon.line(run.results()).map(Html::paragraph).stream())
            .toList());
  }

  private static Html time(RunContents run) {
    if (run.results().seconds().isEmpty()) {
      return Html.NOTHING;
    }
    return Chart.figure(
        "time",
        "time",
        Map.of(),
        "Where the time of each step went; the table above has the whole times.",
        "Where the time went. Trainings are by the slowest worker; an iteration of the search is"
            + " proposing, scoring and choosing.");
  }

  /** Whether a step whose time is not in the results has been done all the same. */
  private static boolean leftSomething(RunContents run, String step) {
    return switch (step) {
      case "prepare" -> run.dataset().isPresent();
      case "train-supernet" -> !run.supernet().isEmpty();
      case "search" -> run.searched();
      case "train" -> !run.networks().isEmpty();
      default -> false;
    };
  }
}
