package netadapt.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal that the program was started from. */
final class Terminal {
  private static final File DEVICE = new File("/dev/tty");
  private static final Pattern SIZE = Pattern.compile("\\d+ ([1-9]\\d{0,4})");
  private static final Pattern COLUMNS = Pattern.compile("[1-9]\\d{0,4}");
  private static final int USUAL = 80;

  private Terminal() {}

  /** How many columns it has: what it says itself, else what {@code COLUMNS} says, else 80. */
  static int columns() {
    return columns(size(), System.getenv());
  }

  /**
   * How many columns a terminal has.
   *
   * @param size what {@code stty size} prints: rows and columns, both 0 if they are not known
   */
  static int columns(String size, Map<String, String> environment) {
    Matcher said = SIZE.matcher(size);
    String variable = environment.getOrDefault("COLUMNS", "");
    if (said.matches()) {
      return Integer.parseInt(said.group(1));
    }
    return COLUMNS.matcher(variable).matches() ? Integer.parseInt(variable) : USUAL;
  }

  /** What {@code stty size} prints; empty without a terminal, or without stty. */
  private static String size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(DEVICE)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
