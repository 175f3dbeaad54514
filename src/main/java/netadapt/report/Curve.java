package netadapt.report;

import java.util.Map;
import netadapt.task.ScoreUnit;

/** What a curve over the steps of trainings shows. */
enum Curve {
  ACCURACY("accuracy", "", "", true),
  LOSS("loss", "loss", ".4~r", false),
  RATE("rate", "learning rate", ".3~g", false);

  private final String column;
  private final String title;
  private final String format;
  private final boolean dotted;

  /**
   * @param column of the table
   * @param title of the axis; empty for what scores are called
   * @param format of D3, for the axis; empty for that of scores
   * @param dotted whether every point is marked
   */
  Curve(String column, String title, String format, boolean dotted) {
    this.column = column;
    this.title = title;
    this.format = format;
    this.dotted = dotted;
  }

  /**
   * A figure with a line for each name in a table.
   *
   * @param id unique within the page
   * @param unit of scores
   * @param table with the columns {@code name}, {@code step} and this one's
   */
  Html figure(String id, String table, ScoreUnit unit, String alternative, String caption) {
    Map<String, String> words =
        Map.of(
            "data", table,
            "field", column,
            "title", title.isEmpty() ? unit.noun() : title,
            "format", format.isEmpty() ? Chart.axis(unit) : format,
            "points", dotted ? "1" : "0");
    return Chart.figure(id, "curve", words, alternative, caption);
  }
}
