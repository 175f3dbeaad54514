package netadapt;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes on what a run tells; keeps the latest of it as a line, and all warnings. */
final class LatestLine implements RunListener {
  private final RunListener listener;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private volatile String line = "";

  /**
   * @param listener told of everything
   */
  LatestLine(RunListener listener) {
    this.listener = listener;
  }

  /** How far the work is, such as {@code search: 43%, iteration 3}. */
  String line() {
    return line;
  }

  void set(String newLine) {
    line = newLine;
  }

  /** Oldest first. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void waiting(double fraction, String what) {
    line = what;
    listener.waiting(fraction, what);
  }

  @Override
  public void skipped(Step step) {
    line = step.word() + ": done already";
    listener.skipped(step);
  }

  @Override
  public void started(Step step) {
    line = step.word() + ": started";
    listener.started(step);
  }

  @Override
  public void advanced(Step step, double fraction, String what) {
    line = step.word() + ": " + progress(fraction, what);
    listener.advanced(step, fraction, what);
  }

  @Override
  public void done(Step step, String result) {
    line = step.word() + ": done" + (result.isEmpty() ? "" : ": " + result);
    listener.done(step, result);
  }

  @Override
  public void interrupted(Step step) {
    listener.interrupted(step);
  }

  @Override
  public void working(double fraction, String what) {
    line = progress(fraction, what);
    listener.working(fraction, what);
  }

  @Override
  public void warned(String warning) {
    warnings.add(warning);
    listener.warned(warning);
  }

  /** Not 100% before the end is told. */
  private static String progress(double fraction, String what) {
    int percent = (int) Math.floor(100 * Math.min(0.99, Math.max(0, fraction)));
    return percent + "%" + (what.isEmpty() ? "" : ", " + what);
  }
}
