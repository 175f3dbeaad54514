package netadapt.report;

import java.util.Comparator;
import java.util.List;
import netadapt.rank.RankedNetwork;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Accuracy after a network's own training against its score with shared weights. */
final class RankPicture {
  private final List<RankedNetwork> networks;
  private final RankedNetwork chosen;

  /**
   * @param networks at least one
   */
  RankPicture(List<RankedNetwork> networks) {
    this.networks = networks;
    this.chosen =
        networks.stream().max(Comparator.comparingDouble(RankedNetwork::score)).orElseThrow();
  }

  Html html() {
    RankedNetwork best =
        networks.stream().max(Comparator.comparingDouble(RankedNetwork::accuracy)).orElseThrow();
    String alternative =
        ("Accuracy against score of %d networks. The one with the highest score, %s, has accuracy"
                + " %s; the best has %s.")
            .formatted(
                networks.size(),
                Numbers.accuracy(chosen.score()),
                Numbers.accuracy(chosen.accuracy()),
                Numbers.accuracy(best.accuracy()));
    String caption =
        "Each network's accuracy after its own training, against its score with the weights that"
            + " all share.";
    return Picture.figure("rank-check", alternative, caption, this::chart);
  }

  private XYChart chart() {
    XYChart chart =
        Charts.curves(960, 480, "score with shared weights", "accuracy after its own training");
    chart.getStyler().setXAxisDecimalPattern("0.##%");
    chart.getStyler().setYAxisDecimalPattern("0.##%");
    chart.getStyler().setMarkerSize(8);
    add(chart, "networks", networks, Palette.FAINT);
    add(chart, "highest score", List.of(chosen), Palette.ACCENT);
    return chart;
  }

  private static void add(
      XYChart chart, String name, List<RankedNetwork> networks, Palette colour) {
    XYSeries series =
        chart.addSeries(
            name,
            networks.stream().mapToDouble(RankedNetwork::score).toArray(),
            networks.stream().mapToDouble(RankedNetwork::accuracy).toArray());
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(colour.color());
  }
}
