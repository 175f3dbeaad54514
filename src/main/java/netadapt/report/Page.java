package netadapt.report;

import java.util.Map;
import java.util.regex.Matcher;
import netadapt.task.ScoreUnit;

/**
 * A page that needs nothing beside itself: style, script and libraries are in it.
 *
 * @param title of the page
 * @param header which run it is
 * @param main the sections
 * @param metric column of what costs count
 * @param tables for the pictures, by their names, as {@link PageTable} gives them
 */
record Page(
    String title,
    Html header,
    Html main,
    String metric,
    ScoreUnit unit,
    Map<String, Map<String, Object>> tables) {
  private static final String[] SCRIPTS = {
    "lib/vega.min.js",
    "lib/vega-lite.min.js",
    "lib/jquery.min.js",
    "lib/dataTables.min.js",
    "page.js"
  };

  String text() {
    Html head =
        Html.element(
            "head",
            new Html("<meta charset=\"utf-8\">\n"),
            new Html("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"),
            new Html("<meta name=\"color-scheme\" content=\"light dark\">\n"),
            new Html("<link rel=\"icon\" href=\"data:,\">\n"), // none; browsers would ask for one
            Html.element("title", Html.text(title + " – NetAdapt report")),
            Html.element("style", new Html(PageFile.text("page.css"))));
    Html body =
        Html.element(
            "body",
            header,
            Html.element(
                "noscript", Html.paragraph("The pictures need JavaScript; the tables do not.")),
            main,
            data(),
            scripts());
    return "<!DOCTYPE html>\n" + Html.element("html", Map.of("lang", "en"), head, body).markup();
  }

  private Html data() {
    return Html.json(
        Map.of("id", "data"),
        Json.write(
            Map.of("metric", Numbers.metric(metric), "unit", unit.symbol(), "tables", tables)));
  }

  private static Html scripts() {
    StringBuilder all = new StringBuilder();
    for (String name : SCRIPTS) {
      all.append(Html.element("script", new Html(inline(PageFile.text(name)))).markup());
    }
    return new Html(all.toString());
  }

  /** A script that nothing in it can end; what names its source map is a request, and left out. */
  private static String inline(String script) {
    return script
        .replaceAll("(?m)^//[#@] sourceMappingURL=.*$", "")
        .replaceAll("(?i)</(script)", Matcher.quoteReplacement("<\\/") + "$1");
  }
}
