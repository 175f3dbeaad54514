package netadapt.cli;

import java.util.Optional;
import netadapt.RunListener;
import netadapt.Step;

/** Shows on the console how a run goes on. */
final class ConsoleListener implements RunListener, AutoCloseable {
  private final Console console;
  private Optional<Console.Bar> current = Optional.empty();

  ConsoleListener(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void waiting(double fraction, String what) {
    Console.Bar bar = current.orElseGet(() -> console.step("executors"));
    current = Optional.of(bar);
    if (fraction < 1) {
      bar.update(0, what); // how long that takes cannot be said
    } else {
      bar.done(what);
      current = Optional.empty();
    }
  }

  @Override
  public synchronized void skipped(Step step) {
    console.line(step.word() + ": done already");
  }

  @Override
  public synchronized void started(Step step) {
    current = Optional.of(console.step(step.word()));
  }

  @Override
  public synchronized void advanced(Step step, double fraction, String what) {
    current.ifPresent(shown -> shown.update(fraction, what));
  }

  @Override
  public synchronized void done(Step step, String result) {
    current.ifPresent(shown -> shown.done(result));
  }

  @Override
  public synchronized void interrupted(Step step) {
    current.ifPresent(Console.Bar::close);
  }

  /** Ends the line of what has not ended well. */
  @Override
  public synchronized void close() {
    current.ifPresent(Console.Bar::close);
  }

  @Override
  public synchronized void warned(String warning) {
    console.line("warning: " + warning);
  }
}
