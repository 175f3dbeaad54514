package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import netadapt.task.ScoreUnit;

/** What came out: the networks found beside the initial one, and how long each step took. */
final class SummarySection {
  private static final String NOT_DONE = "not done yet";

  private SummarySection() {}

  static Html html(RunContents run) {
    return Html.section("summary", "Summary", networks(run));
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
                + Numbers.metric(run.metric())
                + ", and in brackets the share of the initial network",
            header(initial, measured));
    table.row(row("initial", initial, initial, measured, run.unit()));
    for (NetworkFacts network : found) {
      table.row(row("found", network, initial, measured, run.unit()));
      network
          .scaled()
          .ifPresent(scaled -> table.row(row("scaled", scaled, initial, measured, run.unit())));
    }
    if (found.isEmpty()) {
      return Html.join(List.of(table.html(), missing));
    }
    List<Html> pieces = new ArrayList<>(List.of(table.html()));
    pieces.add(Html.list(ShrinkingGain.lines(run.results())));
    pieces.add(Html.list(ShrinkingCost.lines(run.results(), run.unit())));
    pieces.add(Html.list(FurtherTests.lines(run.results(), run.task(), run.quality())));
    pieces.add(trained(run));
    run.examples().ifPresent(picture -> pieces.add(examples(picture)));
    return Html.join(pieces);
  }

  private static Html examples(String picture) {
    return Html.element(
        "figure",
        Html.image(
            "data:image/png;base64," + picture,
            "Test images, what is known of their pixels, and what the network tells of them"),
        Html.element(
            "figcaption",
            Html.text(
                "Test images; what is known of their pixels, grey where that is nothing; what the"
                    + " smallest network found tells of them, trained. Dark is the least that is"
                    + " known of an image, light the most.")));
  }

  private static Html trained(RunContents run) {
    int trained = TrainedPoint.of(run, run.metric()).size();
    return trained < 2
        ? Html.NOTHING
        : TrainedPoint.figure(
            "kind",
            run.metric(),
            run.unit(),
            "Test %s against %s of the %s networks that were trained; the table has the numbers."
                .formatted(run.unit().noun(), Numbers.metric(run.metric()), trained));
  }

  /** Accuracies first: whatever is cut off on a small screen, these are not. */
  private static List<String> header(NetworkFacts initial, boolean measured) {
    List<String> header = new ArrayList<>(List.of("Network", "Budget"));
    header.addAll(List.of("Test, trained", "Test, shared weights", "Score", "MACs", "Parameters"));
    for (String metric : initial.furtherCosts()) {
      header.add(Numbers.capitalized(Numbers.metric(metric)));
    }
    if (measured) {
      header.add("Measured (ms)");
    }
    return header;
  }

  private static List<String> row(
      String name, NetworkFacts network, NetworkFacts initial, boolean measured, ScoreUnit unit) {
    List<String> row = new ArrayList<>();
    row.add(name);
    row.add(network == initial ? "–" : shown(network.budget(), Numbers::amount));
    // Not all networks are trained.
    row.add(orDash(network.testAccuracy(), unit::text));
    row.add(orDash(network.sharedTestAccuracy(), unit::text));
    row.add(name.equals("scaled") ? "–" : shown(network.score(), unit::text));
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

  private static String orDash(OptionalDouble value, DoubleFunction<String> format) {
    return value.isPresent() ? format.apply(value.getAsDouble()) : "–";
  }

  private static String shown(OptionalDouble value, DoubleFunction<String> format) {
    return value.isPresent() ? format.apply(value.getAsDouble()) : NOT_DONE;
  }
}
