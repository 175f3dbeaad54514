package netadapt.cli;

import netadapt.RunListener;

/**
 * Shows on the console how far work is that is no step.
 *
 * @param bar of that work
 */
record BarListener(Console console, Console.Bar bar) implements RunListener {
  @Override
  public void waiting(double fraction, String what) {
    bar.update(0, what);
  }

  @Override
  public void working(double fraction, String what) {
    bar.update(fraction, what);
  }

  @Override
  public void warned(String warning) {
    console.line("warning: " + warning);
  }
}
