package netadapt.benchmark;

import netadapt.RunListener;
import netadapt.Step;

/** Prints how a run goes on, to the error output: a line at least every tenth of a step. */
final class ProgressLines implements RunListener {
  private final String run;
  private int tenths;

  /**
   * @param run its name, with which every line begins
   */
  ProgressLines(String run) {
    this.run = run;
  }

  @Override
  public void skipped(Step step) {
    print(step, "done already");
  }

  @Override
  public synchronized void started(Step step) {
    tenths = -1;
  }

  @Override
  public synchronized void advanced(Step step, double fraction, String what) {
    int now = (int) (10 * fraction);
    if (now > tenths) {
      tenths = now;
      print(step, "%.0f%%, %s".formatted(100 * fraction, what));
    }
  }

  @Override
  public void done(Step step, String result) {
    print(step, result);
  }

  @Override
  public void warned(String warning) {
    System.err.println(run + ": warning: " + warning);
  }

  private void print(Step step, String what) {
    System.err.println(run + ": " + step.word() + ": " + what);
  }
}
