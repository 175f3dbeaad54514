package netadapt.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.run.SampleRow;
import netadapt.run.TrajectoryRow;
import netadapt.run.WrittenArchitecture;
import netadapt.run.WrittenArchitecture.Layer;

/** The networks found, layer by layer beside the initial one. */
final class FoundSection {
  private static final String TITLE = "Networks found, layer by layer";

  private FoundSection() {}

  /**
   * @param network that the run searches; without it, what layers pass on is not known
   */
  static Html html(RunContents run, Optional<SuperNetwork> network) {
    if (!run.searched()) {
      return Html.section("found", TITLE, Html.notDone("search", "every layer's size"));
    }
    WrittenArchitecture initial = run.trajectory().get(0).architecture();
    List<Html> pieces = new ArrayList<>();
    network.ifPresent(known -> pieces.add(NetworkTable.legend()));
    shown(run)
        .forEach(
            (found, heading) -> {
              pieces.add(Html.element("h3", Html.text(heading)));
              pieces.add(
                  network
                      .flatMap(whole -> sub(whole, found))
                      .map(NetworkTable::html)
                      .orElseGet(() -> sizes(initial.layers(), found.layers())));
            });
    return Html.section("found", TITLE, Html.join(pieces));
  }

  /** Empty if the network that is kept is another one than was searched. */
  private static Optional<SubNetwork> sub(SuperNetwork network, WrittenArchitecture found) {
    try {
      return Optional.of(
          SubNetwork.of(network, found.in(network, "the architecture of a network found")));
    } catch (BadInput e) {
      return Optional.empty();
    }
  }

  /** What to show and under which heading; where no budget is met yet, the last winner. */
  private static Map<WrittenArchitecture, String> shown(RunContents run) {
    Map<WrittenArchitecture, String> shown = new LinkedHashMap<>();
    for (NetworkFacts network : NetworkFacts.found(run)) {
      String budget = "Budget of " + Numbers.cost(run.metric(), network.budget().orElseThrow());
      architecture(run, network)
          .ifPresent(one -> shown.merge(one, budget, (before, now) -> before + ", " + now));
    }
    if (shown.isEmpty()) {
      TrajectoryRow last = run.trajectory().get(run.trajectory().size() - 1);
      shown.put(
          last.architecture(),
          "Smallest so far: iteration %s, %s"
              .formatted(last.iteration(), Numbers.cost(run.metric(), last.resource())));
    }
    return shown;
  }

  /** A network found is a winner, or a sample that was expected to be better in the end. */
  private static Optional<WrittenArchitecture> architecture(RunContents run, NetworkFacts network) {
    return network
        .winner()
        .map(TrajectoryRow::architecture)
        .or(
            () ->
                run.samples().stream()
                    .filter(sample -> network.is(sample.architectureId()))
                    .findFirst()
                    .map(SampleRow::architecture));
  }

  private static Html sizes(List<Layer> initial, List<Layer> found) {
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
    return table.html();
  }
}
