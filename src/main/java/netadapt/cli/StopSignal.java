package netadapt.cli;

import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Turns an interrupt or a scheduler's request to end into the exit code that says: the same command
 * goes on from there.
 *
 * <p>Nothing has to be saved then: what is committed is on disk, and the rest is done again.
 */
final class StopSignal implements AutoCloseable {
  // Hadoop runs hooks in order; Spark's, which remove its temporary files, are above 0.
  private static final int LAST = 0;

  private final Runnable hook;

  private StopSignal(Console console) {
    this.hook =
        () -> {
          console.line("stopped: the same command goes on from there");
          Runtime.getRuntime().halt(ExitCode.STOPPED);
        };
  }

  /** Watches until closed. */
  static StopSignal watch(Console console) {
    StopSignal signal = new StopSignal(console);
    ShutdownHookManager.get().addShutdownHook(signal.hook, LAST);
    return signal;
  }

  @Override
  public void close() {
    ShutdownHookManager manager = ShutdownHookManager.get();
    if (!manager.isShutdownInProgress()) {
      manager.removeShutdownHook(hook);
    }
  }
}
