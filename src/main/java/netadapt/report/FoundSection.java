package netadapt.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.run.TrajectoryRow;
import netadapt.run.WrittenArchitecture.Layer;

/** The networks found, layer by layer beside the initial one. */
final class FoundSection {
  private FoundSection() {}

  static Html html(RunContents run) {
    Html title = Html.element("h2", Html.text("Networks found, layer by layer"));
    if (!run.searched()) {
      return Html.element("section", title, Html.notDone("search", "every layer's size"));
    }
    List<Layer> initial = run.trajectory().get(0).architecture().layers();
    List<Html> pieces = new ArrayList<>(List.of(title));
    winners(run)
        .forEach(
            (winner, heading) -> {
              String id = "layers-" + winner.iteration();
              List<Layer> found = winner.architecture().layers();
              pieces.add(Html.element("h3", Html.text(heading)));
              pieces.add(new WidthsPicture(initial, found).html(id));
              pieces.add(table(initial, found));
            });
    return Html.element("section", Html.join(pieces));
  }

  /** What to show and under which heading; where no budget is met yet, the last winner. */
  private static Map<TrajectoryRow, String> winners(RunContents run) {
    String metric = Numbers.metric(run.trajectory().get(0).metric());
    Map<TrajectoryRow, String> winners = new LinkedHashMap<>();
    for (NetworkFacts network : NetworkFacts.found(run)) {
      network
          .winner()
          .ifPresent(
              winner ->
                  winners.merge(
                      winner,
                      "Budget of " + Numbers.amount(network.budget().orElse(winner.resource())),
                      (before, now) -> before + ", " + now));
    }
    winners.replaceAll((winner, heading) -> heading + " " + metric);
    if (winners.isEmpty()) {
      TrajectoryRow last = run.trajectory().get(run.trajectory().size() - 1);
      winners.put(
          last,
          "Smallest so far: iteration %s, %s %s"
              .formatted(last.iteration(), Numbers.amount(last.resource()), metric));
    }
    return winners;
  }

  private static Html table(List<Layer> initial, List<Layer> found) {
    HtmlTable table =
        new HtmlTable(
            "Filters and kernel of every layer",
            List.of("Layer", "Filters", "initial", "kept", "Kernel", "initial"));
    for (int i = 0; i < initial.size(); i++) {
      Layer before = initial.get(i);
      Layer now = found.get(i);
      table.row(
          List.of(
              now.name(),
              Integer.toString(now.filters()),
              Integer.toString(before.filters()),
              Numbers.share(now.filters(), before.filters()),
              Integer.toString(now.kernel()),
              Integer.toString(before.kernel())));
    }
    return Html.element(
        "details", Html.element("summary", Html.text("Every layer's numbers")), table.html());
  }
}
