package netadapt.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * Says how far the program is: on a terminal, in one line that is written anew; elsewhere, such as
 * in a cluster's log, in a line every few seconds and at the start and end of each step.
 */
final class Console {
  private static final Duration LIVE_INTERVAL = Duration.ofMillis(100);
  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);
  private static final String CLEAR_LINE = "\r\u001b[K";

  /** Around a line that is not to go on in the next one if the terminal was made narrower. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final PrintStream out;
  private final boolean live;
  private final IntSupplier columns;
  private final InstantSource clock;
  private String shown = "";

  /**
   * @param live whether {@code out} is a terminal
   * @param columns of the terminal; asked for at each step, if there is one
   */
  Console(PrintStream out, boolean live, IntSupplier columns, InstantSource clock) {
    this.out = out;
    this.live = live;
    this.columns = columns;
    this.clock = clock;
  }

  /** The console of this process, written to {@code out}; live if a person sits there. */
  @SuppressWarnings("SystemConsoleNull") // Spark 3.5 runs on Java 17, where null means no terminal
  static Console of(PrintStream out) {
    String terminal = System.getenv().getOrDefault("TERM", "dumb");
    boolean live = System.console() != null && !terminal.equals("dumb");
    return new Console(out, live, Terminal::columns, InstantSource.system());
  }

  /** Begins a step; to be closed when it is over, whether or not it went well. */
  Bar step(String name) {
    Bar step = new Bar(name);
    if (live) {
      step.draw(clock.instant());
    } else {
      line(name + ": started");
    }
    return step;
  }

  /** Prints a line of text. */
  synchronized void line(String text) {
    if (shown.isEmpty()) {
      out.println(text);
    } else {
      out.print(CLEAR_LINE + text + System.lineSeparator() + NO_WRAP + shown + WRAP);
    }
    out.flush();
  }

  /**
   * Prints an aligned table.
   *
   * @param rows each as long as the header
   */
  void table(List<String> header, List<List<String>> rows) {
    line(String.join(System.lineSeparator(), TextTable.lines(header, rows)));
  }

  private synchronized void show(String bar) {
    if (!bar.equals(shown)) {
      out.print(CLEAR_LINE + NO_WRAP + bar + WRAP);
      out.flush();
      shown = bar;
    }
  }

  private synchronized void clear() {
    if (!shown.isEmpty()) {
      out.print(CLEAR_LINE);
      shown = "";
    }
  }

  /** A duration as {@code 0:07}, {@code 12:30} or {@code 1:02:03}. */
  static String clock(Duration duration) {
    String minutes = duration.toHours() > 0 ? "%d:%02d" : "%2$d";
    return String.format(
        Locale.ROOT,
        minutes + ":%3$02d",
        duration.toHours(),
        duration.toMinutesPart(),
        duration.toSecondsPart());
  }

  /** One step of the program, such as the search; safe to update from any thread. */
  final class Bar implements AutoCloseable {
    private final String name;
    private final Instant start = clock.instant();
    private final int width = live ? columns.getAsInt() : 0;
    private Instant printed = start;
    private double fraction;
    private String text = "";
    private boolean over;

    private Bar(String name) {
      this.name = name;
    }

    /**
     * Says how far the step is.
     *
     * @param newFraction what is done of the step, in [0, 1]
     * @param newText what is being done, such as {@code iteration 3, 412 images/s}
     */
    synchronized void update(double newFraction, String newText) {
      fraction = Math.min(1, Math.max(0, newFraction));
      text = newText;
      Instant now = clock.instant();
      Duration since = Duration.between(printed, now);
      if (!over && since.compareTo(live ? LIVE_INTERVAL : PLAIN_INTERVAL) >= 0) {
        draw(now);
      }
    }

    /** Ends the step, which went well. */
    synchronized void done(String result) {
      end("done in " + elapsed(clock.instant()) + (result.isEmpty() ? "" : ": " + result));
    }

    /** Ends the step; one that was not {@link #done} did not go well. */
    @Override
    public synchronized void close() {
      end("ended after " + elapsed(clock.instant()) + (text.isEmpty() ? "" : ", at " + text));
    }

    private void end(String how) {
      if (!over) {
        over = true;
        clear();
        line(name + ": " + how);
      }
    }

    private void draw(Instant now) {
      printed = now;
      if (live) {
        show(bar(now));
      } else {
        String what = text.isEmpty() ? "" : ", " + text;
        line("%s: %s, %s%s".formatted(name, percent(), times(now), what));
      }
    }

    private String bar(Instant now) {
      int filled = (int) Math.round(fraction * 20);
      String bar = "#".repeat(filled) + "-".repeat(20 - filled);
      String line = "%s [%s] %s %s".formatted(name, bar, percent(), times(now));
      String full = text.isEmpty() ? line : line + ", " + text;
      return full.length() < width ? full : full.substring(0, width - 1);
    }

    /** Not 100% before the end is told. */
    private String percent() {
      return Math.min(99, (int) Math.floor(fraction * 100)) + "%";
    }

    /** Time gone and, once there is something to go by, time left at the same pace. */
    private String times(Instant now) {
      if (fraction < 0.01 || fraction >= 1) {
        return elapsed(now);
      }
      long millis = Duration.between(start, now).toMillis();
      long left = Math.round(millis * (1 - fraction) / fraction);
      return elapsed(now) + ", " + clock(Duration.ofMillis(left)) + " left";
    }

    private String elapsed(Instant now) {
      return Console.clock(Duration.between(start, now));
    }
  }
}
