package netadapt.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A note of Zeppelin.
 *
 * @param paragraphs in order
 */
record ZeppelinNote(List<Paragraph> paragraphs) {
  /**
   * A cell.
   *
   * @param interpreter such as {@code spark.sql}
   * @param text without the line that names the interpreter
   * @param cleared whether nothing of an earlier run is kept in it
   */
  record Paragraph(String title, String interpreter, String text, boolean cleared) {}

  static ZeppelinNote read(Path file) throws IOException {
    List<Paragraph> paragraphs = new ArrayList<>();
    for (JsonNode node : new ObjectMapper().readTree(file.toFile()).get("paragraphs")) {
      String text = node.get("text").asText();
      int end = text.indexOf('\n');
      boolean cleared =
          !node.has("results")
              && !node.has("dateStarted")
              && node.get("settings").get("params").isEmpty();
      paragraphs.add(
          new Paragraph(
              node.get("title").asText(),
              text.substring(1, end),
              text.substring(end + 1),
              cleared));
    }
    return new ZeppelinNote(List.copyOf(paragraphs));
  }
}
