package netadapt.report;

import java.util.Map;
import java.util.TreeMap;
import netadapt.task.ScoreUnit;

/**
 * A picture that the page draws where it is read: a Vega-Lite specification that comes with the
 * program, over the tables of {@link PageData}.
 */
final class Chart {
  private Chart() {}

  /**
   * A figure.
   *
   * @param id unique within the page
   * @param specification name of a file in {@code netadapt/page/charts}, without its ending
   * @param words what stands for the names in double braces in it
   * @param alternative what the picture shows, for those who cannot see it
   * @param caption below the picture
   */
  static Html figure(
      String id,
      String specification,
      Map<String, String> words,
      String alternative,
      String caption) {
    return Html.element(
        "figure",
        Map.of("class", "chart", "id", id),
        Html.element("div", Map.of("class", "plot", "role", "img", "aria-label", alternative)),
        Html.json(Map.of("class", "specification"), filled(specification, words)),
        Html.element("figcaption", Html.text(caption)));
  }

  /**
   * Words for a picture of scores: how it writes them, as formats of D3.
   *
   * @param words that it has beside them
   */
  static Map<String, String> ofScores(ScoreUnit unit, Map<String, String> words) {
    Map<String, String> all = new TreeMap<>(words);
    all.put("exact", unit.isShare() ? ".2%" : ".3f");
    all.put("scores", axis(unit));
    all.put("noun", unit.noun());
    return all;
  }

  /** How an axis of scores writes them. */
  static String axis(ScoreUnit unit) {
    return unit.isShare() ? ".4~p" : ".4~r";
  }

  private static String filled(String specification, Map<String, String> words) {
    String filled = PageFile.text("charts/" + specification + ".json");
    for (Map.Entry<String, String> word : words.entrySet()) {
      String quoted = Json.write(word.getValue());
      filled =
          filled.replace("{{" + word.getKey() + "}}", quoted.substring(1, quoted.length() - 1));
    }
    if (filled.contains("{{")) {
      throw new IllegalStateException(
          "chart %s lacks a word: %s"
              .formatted(specification, filled.replaceAll("(?s).*(\\{\\{\\w+).*", "$1")));
    }
    return filled;
  }
}
