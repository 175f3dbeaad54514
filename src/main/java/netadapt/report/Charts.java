package netadapt.report;

import java.awt.BasicStroke;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Empty charts that look alike. */
final class Charts {
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private Charts() {}

  static XYChart curves(int width, int height, String across, String up) {
    XYChart chart =
        new XYChartBuilder().width(width).height(height).xAxisTitle(across).yAxisTitle(up).build();
    style(chart.getStyler());
    chart.getStyler().setXAxisDecimalPattern("#,##0.###");
    chart.getStyler().setYAxisDecimalPattern("0.######");
    return chart;
  }

  static CategoryChart bars(int width, int height, String up) {
    CategoryChart chart =
        new CategoryChartBuilder().width(width).height(height).yAxisTitle(up).build();
    style(chart.getStyler());
    return chart;
  }

  /** A thin line. */
  static BasicStroke thin() {
    return new BasicStroke(1);
  }

  private static void style(AxesChartStyler styler) {
    styler.setLocale(Locale.ROOT);
    styler.setChartBackgroundColor(Palette.clear());
    styler.setPlotBackgroundColor(Palette.clear());
    styler.setPlotBorderVisible(false);
    styler.setChartTitleVisible(false);
    styler.setChartFontColor(Palette.INK.color());
    styler.setXAxisTitleColor(Palette.INK.color());
    styler.setYAxisTitleColor(Palette.INK.color());
    styler.setAxisTitleFont(TEXT);
    styler.setAxisTickLabelsFont(TEXT.deriveFont(12f));
    styler.setAxisTickLabelsColor(Palette.MUTED.color());
    styler.setAxisTickMarksColor(Palette.GRID.color());
    styler.setPlotGridLinesColor(Palette.GRID.color());
    styler.setPlotGridLinesStroke(thin());
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendBackgroundColor(Palette.clear());
    styler.setLegendBorderColor(Palette.clear());
    styler.setLegendFont(TEXT);
  }
}
