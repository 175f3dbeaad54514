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
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(
          "%d cells for the %d columns %s".formatted(cells.size(), header.size(), header));
    }
    List<Html> row = new ArrayList<>();
    row.add(Html.element("th", Map.of("scope", "row"), Html.text(cells.get(0))));
    cells.stream().skip(1).forEach(cell -> row.add(Html.element("td", Html.text(cell))));
    rows.add(Html.element("tr", Html.join(row)));
  }

  /** The table, which scrolls sideways where it is wider than the screen. */
  Html html() {
    List<Html> names =
        header.stream()
            .map(name -> Html.element("th", Map.of("scope", "col"), Html.text(name)))
            .toList();
    return Html.element(
        "div",
        Map.of("class", "wide", "tabindex", "0", "role", "region", "aria-label", caption),
        Html.element(
            "table",
            Html.element("caption", Html.text(caption)),
            Html.element("thead", Html.element("tr", Html.join(names))),
            Html.element("tbody", Html.join(rows))));
  }
}
