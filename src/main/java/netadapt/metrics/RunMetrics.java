package netadapt.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSError;

/**
 * Gives the metrics of a run to all sinks. One that fails is told of once, ended, and left out from
 * then on: metrics never end a run.
 */
public final class RunMetrics implements AutoCloseable {
  private static final int LONGEST = 300;

  private final List<MetricsSink> sinks = new ArrayList<>();
  private final Consumer<String> warnings;
  private final Map<String, RunEnd> unfinished = new LinkedHashMap<>();

  /**
   * To nowhere yet.
   *
   * @param warnings told of sinks that fail
   */
  public RunMetrics(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /**
   * Adds a sink, unless making it fails.
   *
   * @param name what it is, in words of a warning
   * @param sink makes it
   */
  public synchronized void add(String name, Supplier<MetricsSink> sink) {
    guarded("no metrics go to " + name, () -> sinks.add(sink.get()));
  }

  /**
   * Records what was measured.
   *
   * @param series whose step it is: words with slashes between, such as {@code supernet} or {@code
   *     train/ID-seed-1}
   * @param step at least 0; those of a series ascend, but for a run that is resumed, which may give
   *     earlier ones again
   * @param values by names such as {@code loss}, at least one; may be no numbers
   */
  public synchronized void record(String series, long step, Map<String, Double> values) {
    List<MetricValues> one = List.of(new MetricValues(series, step, values));
    each(sink -> sink.record(one));
  }

  /**
   * A step of the run has ended. The run ends as the last step did that is not finished, whatever
   * other steps were finished after it.
   */
  public synchronized void ended(String step, RunEnd how) {
    unfinished.remove(step);
    if (how != RunEnd.FINISHED) {
      unfinished.put(step, how);
    }
  }

  private RunEnd end() {
    return unfinished.values().stream().reduce(RunEnd.FINISHED, (before, last) -> last);
  }

  /** Sends what is still to be sent, and lets go of the sinks. */
  @Override
  public synchronized void close() {
    RunEnd end = end();
    each(sink -> sink.startEnd(end));
    sinks.forEach(sink -> guarded(sink, () -> sink.end(end)));
    sinks.clear();
  }

  private void each(Consumer<MetricsSink> what) {
    for (MetricsSink sink : List.copyOf(sinks)) {
      if (!guarded(sink, () -> what.accept(sink))) {
        sinks.remove(sink);
        endAfterFailure(sink);
      }
    }
  }

  private boolean guarded(MetricsSink sink, Runnable what) {
    boolean worked = guarded("no more metrics go to " + sink.name(), what);
    sink.takeWarning().ifPresent(warnings);
    return worked;
  }

  /** Whether it has worked; else the user is told what follows. */
  private boolean guarded(String otherwise, Runnable what) {
    try {
      what.run();
      return true;
    } catch (Exception | LinkageError | FSError failure) { // the last of a full local disk
      warnings.accept("%s, and the run goes on without: %s".formatted(otherwise, reason(failure)));
      return false;
    }
  }

  /** Lets go of files and servers, as far as that works; why it has failed was told. */
  static void endAfterFailure(MetricsSink sink) {
    try {
      sink.end(RunEnd.STOPPED);
    } catch (Exception | LinkageError | FSError ignored) {
      // likely for the same reason
    }
  }

  /** The first line of what is behind a failure. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    String line = "%s: %s".formatted(cause.getClass().getSimpleName(), message);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
