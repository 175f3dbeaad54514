package netadapt.train;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import netadapt.BadInput;

/**
 * Looks at a graph's configuration before Deeplearning4j reads it. Its Jackson makes only objects
 * that are of the kind their place asks for, but it loads any class by its name to see that, and
 * that runs the class's static initialiser.
 */
final class GraphJson {
  /** The longest read; a network of a thousand layers has less than 2 MB. */
  private static final int LONGEST = 64 << 20;

  private static final String CLASS = "@class";

  private static final List<String> KNOWN =
      List.of(
          "netadapt.nn.",
          LearningRate.class.getName(),
          RmsPropWithMomentum.class.getName(),
          "org.deeplearning4j.nn.",
          "org.nd4j.linalg.");

  private GraphJson() {}

  /**
   * The text, if every class that it names is a part of a graph.
   *
   * @param file and {@code entry} are for messages
   * @throws BadInput if it names another one
   */
  static String checked(InputStream in, String file, String entry) throws IOException {
    byte[] bytes = in.readNBytes(LONGEST);
    String text = new String(bytes, StandardCharsets.UTF_8);
    try (JsonParser json = new JsonFactory().createParser(text)) {
      JsonToken before = JsonToken.NOT_AVAILABLE;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME && json.currentName().equals(CLASS)) {
          json.nextToken();
          check(json.getText(), file, entry);
        } else if (before == JsonToken.START_ARRAY && token == JsonToken.VALUE_STRING) {
          namesAlone(json, file, entry);
        }
        before = json.currentToken();
      }
    } catch (JsonProcessingException e) {
      throw new BadInput("%s in %s is no JSON".formatted(entry, file), e);
    }
    return text;
  }

  /** A class and its object may also be written as a list of two; graphs have lists of names. */
  private static void namesAlone(JsonParser json, String file, String entry) throws IOException {
    String first = json.getText();
    JsonToken token = json.nextToken();
    while (token == JsonToken.VALUE_STRING) {
      token = json.nextToken();
    }
    if (token != JsonToken.END_ARRAY) {
      check(first, file, entry);
      throw new BadInput("%s in %s has a list of unlike things".formatted(entry, file));
    }
  }

  private static void check(String name, String file, String entry) {
    if (KNOWN.stream().noneMatch(name::startsWith)) {
      throw new BadInput(
          "%s in %s names the class %s, which is no part of a graph".formatted(entry, file, name));
    }
  }
}
