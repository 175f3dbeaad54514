package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import netadapt.run.FrontRow;
import netadapt.task.ScoreUnit;

/** The best networks of a search, one at every cost. */
final class FrontTable {
  private static final int MOST_ROWS = 20;

  private FrontTable() {}

  /** The table; nothing before a search is over. */
  static Html html(RunContents run) {
    if (run.front().isEmpty()) {
      return Html.NOTHING;
    }
    String metric = run.trajectory().get(0).metric();
    boolean counted = metric.equals("macs") || metric.equals("params");
    List<String> header = new ArrayList<>(List.of("Network"));
    if (!counted) {
      header.add(Numbers.metric(metric));
    }
    header.addAll(
        List.of("MACs", "Parameters", "Score", "Expected score", "± deviation", "Scored in"));
    HtmlTable table = new HtmlTable(caption(run.front().size()), header);
    shown(run.front()).forEach(point -> table.row(row(point, metric, counted, run.unit())));
    return table.html();
  }

  private static String caption(int points) {
    String front = "The front: the best network of the whole search at every cost";
    return points <= MOST_ROWS
        ? front
        : "%s; %d of %s, all of which are in found/front.parquet"
            .formatted(front, MOST_ROWS, Numbers.amount((long) points));
  }

  /** As many as the table has room for, evenly chosen, the first and the last among them. */
  private static List<FrontRow> shown(List<FrontRow> front) {
    return front.size() <= MOST_ROWS
        ? front
        : IntStream.range(0, MOST_ROWS)
            .mapToObj(i -> front.get(i * (front.size() - 1) / (MOST_ROWS - 1)))
            .toList();
  }

  private static List<String> row(FrontRow point, String metric, boolean counted, ScoreUnit unit) {
    List<String> row = new ArrayList<>(List.of(point.architectureId()));
    if (!counted) {
      row.add(Numbers.amount(point.costs().of(metric)));
    }
    row.add(Numbers.amount(point.costs().macs()));
    row.add(Numbers.amount(point.costs().params()));
    row.add(unit.text(point.score()));
    row.add(unit.text(point.expectedScore()));
    row.add(unit.text(point.expectedDeviation()));
    row.add("iteration " + point.iteration());
    return row;
  }
}
