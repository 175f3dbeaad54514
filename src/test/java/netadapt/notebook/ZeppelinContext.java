package netadapt.notebook;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;

/** Stands in for Zeppelin's {@code z}: the values that a user types, and tables. */
public final class ZeppelinContext {
  private final Map<String, String> typed;
  private final Map<String, String> defaults = new HashMap<>();

  /**
   * @param typed by the name of the text box; the others keep their defaults
   */
  ZeppelinContext(Map<String, String> typed) {
    this.typed = new HashMap<>(typed);
  }

  /** Types a value into a text box. */
  void type(String name, String value) {
    typed.put(name, value);
  }

  /** What is in a text box. */
  public Object textbox(String name, String value) {
    defaults.put(name, value);
    return typed.getOrDefault(name, value);
  }

  /** Shows a table, in text. */
  public void show(Object table) {
    scala.Console.out().println(((Dataset<?>) table).showString(1000, 0, false));
  }

  /** The text boxes there are, with what is in them at first. */
  Map<String, String> defaults() {
    return defaults;
  }
}
