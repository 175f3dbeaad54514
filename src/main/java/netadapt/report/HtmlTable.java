package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A table of text: the first column names the row, the others are numbers, to the right. */
final class HtmlTable {
  private final String caption;
  private final List<String> header;
  private final List<Html> rows = new ArrayList<>();

  /**
   * @param caption says what the table shows
   * @param header names of the columns
   */
  HtmlTable(String caption, List<String> header) {
    this.caption = caption;
    this.header = List.copyOf(header);
  }

  /**
   * Adds a row.
   *
   * @param cells as many as the header has
   */
  void row(List<String> cells) {
    row(cells.get(0), cells.stream().skip(1).map(Html::text).toList());
  }

  /**
   * Adds a row.
   *
   * @param name of the row
   * @param cells one less than the header has
   */
  void row(String name, List<Html> cells) {
    if (cells.size() + 1 != header.size()) {
      throw new IllegalArgumentException(
          "a name and %d cells for the %d columns %s"
              .formatted(cells.size(), header.size(), header));
    }
    List<Html> row = new ArrayList<>();
    row.add(Html.element("th", Map.of("scope", "row"), Html.text(name)));
    cells.forEach(cell -> row.add(Html.element("td", cell)));
    rows.add(Html.element("tr", Html.join(row)));
  }

  /** The table, which scrolls sideways where it is wider than the screen. */
  Html html() {
    List<Html> names =
        header.stream()
            .map(name -> Html.element("th", Map.of("scope", "col"), Html.text(name)))
            .toList();
    Html table =
        Html.element(
            "table",
            Map.of("aria-label", caption),
            Html.element("thead", Html.element("tr", Html.join(names))),
            Html.element("tbody", Html.join(rows)));
    return Html.join(
        List.of(
            // Not in the table, where it would be as wide as that, and cut off on small screens.
            Html.element("p", Map.of("class", "caption"), Html.text(caption)),
            Html.element(
                "div",
                Map.of("class", "wide", "tabindex", "0", "role", "region", "aria-label", caption),
                table)));
  }
}
