package netadapt.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A piece of an HTML page. Text enters only through {@link #text} and attributes, which escape it.
 *
 * @param markup well-formed HTML
 */
record Html(String markup) {
  static final Html NOTHING = new Html("");

  /** Plain text. */
  static Html text(String text) {
    return new Html(escape(text));
  }

  /** An element without attributes. */
  static Html element(String tag, Html... content) {
    return element(tag, Map.of(), content);
  }

  /** An element; its attributes are written in the order of their names. */
  static Html element(String tag, Map<String, String> attributes, Html... content) {
    StringBuilder markup = new StringBuilder("<").append(tag);
    new TreeMap<>(attributes)
        .forEach(
            (name, value) ->
                markup.append(' ').append(name).append("=\"").append(escape(value)).append('"'));
    markup.append('>');
    for (Html piece : content) {
      markup.append(piece.markup);
    }
    return new Html(markup.append("</").append(tag).append(">\n").toString());
  }

  /**
   * JSON for the page's script, which no text in it can end.
   *
   * @param attributes of the element beside its type
   */
  static Html json(Map<String, String> attributes, String json) {
    Map<String, String> all = new TreeMap<>(attributes);
    all.put("type", "application/json");
    return element("script", all, new Html(json.replace("<", "\\u003c")));
  }

  /**
   * A section of the page.
   *
   * @param id unique within the page, and the same whenever the page is made anew
   */
  static Html section(String id, String title, Html... content) {
    return element(
        "section", Map.of("id", id), element("h2", text(title)), join(Arrays.asList(content)));
  }

  /** A paragraph of plain text. */
  static Html paragraph(String text) {
    return element("p", text(text));
  }

  /**
   * A picture.
   *
   * @param source where it is, or its data
   * @param alternative what it shows, for who does not see it
   */
  static Html image(String source, String alternative) {
    return new Html("<img src=\"%s\" alt=\"%s\">\n".formatted(escape(source), escape(alternative)));
  }

  /** A list of plain texts; nothing if there are none. */
  static Html list(List<String> texts) {
    return texts.isEmpty()
        ? NOTHING
        : element("ul", join(texts.stream().map(text -> element("li", text(text))).toList()));
  }

  /** A part that is shown when its title is clicked. */
  static Html details(String id, String title, Html content) {
    return element("details", Map.of("id", id), element("summary", text(title)), content);
  }

  /** What stands where a step of the run has yet to be done. */
  static Html notDone(String command, String what) {
    return element(
        "p",
        Map.of("class", "missing"),
        text("Not done yet: " + what + " appears here after "),
        element("code", text("netadapt " + command)));
  }

  /** Pieces one after the other. */
  static Html join(Collection<Html> pieces) {
    return new Html(pieces.stream().map(Html::markup).collect(Collectors.joining()));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
