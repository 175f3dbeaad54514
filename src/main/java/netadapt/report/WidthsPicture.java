package netadapt.report;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import netadapt.run.WrittenArchitecture.Layer;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.CategoryStyler;

/** How much of every layer's width a network that was found has kept. */
final class WidthsPicture {
  private final List<Layer> initial;
  private final List<Layer> found;

  /**
   * @param initial layers of the initial network
   * @param found layers of the network found, in the same order
   */
  WidthsPicture(List<Layer> initial, List<Layer> found) {
    this.initial = initial;
    this.found = found;
  }

  /**
   * The figure.
   *
   * @param id unique within the page
   */
  Html html(String id) {
    long gone = found.stream().filter(layer -> layer.filters() == 0).count();
    String alternative =
        "Bars of the filters each of the %s layers has kept; the table below has the numbers."
            .formatted(found.size());
    String caption =
        "Filters kept per layer, in percent of the initial network's (pale)."
            + (gone == 0 ? "" : " Layers without a bar have none left: " + gone + ".");
    return Picture.figure(id, alternative, caption, this::chart);
  }

  private CategoryChart chart() {
    CategoryChart chart = Charts.bars(960, 380, "filters kept, %");
    CategoryStyler styler = chart.getStyler();
    styler.setOverlapped(true);
    styler.setAvailableSpaceFill(Math.min(0.8, 0.05 * initial.size()));
    styler.setXAxisLabelRotation(90);
    styler.setXAxisLabelAlignmentVertical(TextAlignment.Right);
    styler.setYAxisMin(0.0);
    styler.setYAxisMax(100.0);
    styler.setYAxisDecimalPattern("0");
    List<String> names = initial.stream().map(Layer::name).toList();
    add(chart, "initial", names, Collections.nCopies(names.size(), 100.0), Palette.GRID);
    add(chart, "found", names, kept(), Palette.ACCENT);
    return chart;
  }

  private List<Double> kept() {
    return IntStream.range(0, initial.size())
        .mapToObj(i -> 100.0 * found.get(i).filters() / initial.get(i).filters())
        .toList();
  }

  private static void add(
      CategoryChart chart, String name, List<String> layers, List<Double> shares, Palette colour) {
    CategorySeries series = chart.addSeries(name, layers, shares);
    series.setFillColor(colour.color());
    series.setLineColor(colour.color());
  }
}
