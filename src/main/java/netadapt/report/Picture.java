package netadapt.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Turns a chart into SVG that is part of the page: in its colours, and the same for the same
 * numbers.
 */
final class Picture {
  private static final Pattern AROUND =
      Pattern.compile("\\A.*?<svg [^>]*>|</svg>\\s*\\z", Pattern.DOTALL);
  private static final Pattern LONG_FRACTION = Pattern.compile("-?\\d+\\.\\d{3,}");
  private static final Pattern CLIP = Pattern.compile("clip-?\\d+");
  private static final Pattern BREAK = Pattern.compile("\\n\\s*");

  private Picture() {}

  /**
   * A figure.
   *
   * @param id unique within the page
   * @param alternative what the picture shows, for those who cannot see it
   * @param caption below the picture
   * @param chart draws it; called once
   */
  static Html figure(
      String id, String alternative, String caption, Supplier<? extends Chart<?, ?>> chart) {
    return Html.element(
        "figure",
        Html.element(
            "div", Map.of("class", "wide", "tabindex", "0"), drawn(id, alternative, chart)),
        Html.element("figcaption", Html.text(caption)));
  }

  private static Html drawn(String id, String alternative, Supplier<? extends Chart<?, ?>> chart) {
    try {
      return svg(id, alternative, chart.get());
    } catch (InternalError | LinkageError e) { // Java's way to say that there are no fonts
      return Html.element(
          "p",
          Map.of("class", "missing"),
          Html.text(
              "No picture: this machine's Java cannot draw text. Install fontconfig and a font,"
                  + " and write the report again."));
    }
  }

  private static Html svg(String id, String alternative, Chart<?, ?> chart) {
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    PageSize size = new PageSize(0, 0, chart.getWidth(), chart.getHeight());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new SVGProcessor().getDocument(graphics.getCommands(), size).writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String box = "0 0 " + chart.getWidth() + " " + chart.getHeight();
    Html title = Html.element("title", Html.text(alternative));
    String written = bytes.toString(StandardCharsets.UTF_8);
    String content = AROUND.matcher(written).replaceAll("");
    return Html.element(
        "svg",
        Map.of("role", "img", "viewBox", box),
        title,
        new Html(coloured(numbered(id, rounded(content)))));
  }

  /** The stand-in colours replaced by the style sheet's. */
  private static String coloured(String svg) {
    String coloured = svg;
    for (Palette colour : Palette.values()) {
      coloured = coloured.replace(colour.drawn(), colour.shown());
    }
    return coloured;
  }

  /** The names of clip paths, which are unlike from run to run and alike in two pictures. */
  private static String numbered(String id, String svg) {
    Map<String, String> names = new LinkedHashMap<>();
    return CLIP.matcher(svg)
        .replaceAll(clip -> names.computeIfAbsent(clip.group(), c -> id + "-clip-" + names.size()));
  }

  /** A hundredth of a pixel is as good as any finer fraction, and makes half the page. */
  private static String rounded(String svg) {
    String rounded = LONG_FRACTION.matcher(svg).replaceAll(Picture::rounded);
    return BREAK.matcher(rounded).replaceAll("\n");
  }

  private static String rounded(MatchResult number) {
    String hundredths = String.format(Locale.ROOT, "%.2f", Double.parseDouble(number.group()));
    return hundredths.replaceFirst("\\.?0+$", "").replaceFirst("^-0$", "0");
  }
}
