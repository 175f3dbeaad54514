package netadapt.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import netadapt.onnx.ProcessEnd;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Turns an interrupt or a scheduler's request to end into the exit code that says: the same command
 * resumes from there.
 *
 * <p>Nothing has to be saved then: what is committed is on disk, and the rest is done again.
 */
final class StopSignal implements AutoCloseable {
  // Hadoop runs hooks from the highest down; Spark's, which remove its temporary files, is 40.
  private static final int FIRST = 1000;
  private static final int LAST = 0;

  private static volatile boolean stopping;

  private final Runnable first;
  private final Runnable last;

  private StopSignal(Console console) {
    this.first = StopSignal::silence;
    this.last =
        () -> {
          console.line("stopped: the same command resumes the run");
          ProcessEnd.await();
          Runtime.getRuntime().halt(ExitCode.STOPPED);
        };
  }

  /** Watches until closed. */
  static StopSignal watch(Console console) {
    StopSignal signal = new StopSignal(console);
    ShutdownHookManager.get().addShutdownHook(signal.first, FIRST);
    ShutdownHookManager.get().addShutdownHook(signal.last, LAST);
    return signal;
  }

  /** Whether the program is being stopped; what fails then is not a failure. */
  static boolean stopping() {
    return stopping;
  }

  /** Jobs torn down and threads interrupted have nothing to say. */
  private static void silence() {
    stopping = true;
    Configurator.setRootLevel(Level.OFF);
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    ShutdownHookManager manager = ShutdownHookManager.get();
    if (!manager.isShutdownInProgress()) {
      manager.removeShutdownHook(first);
      manager.removeShutdownHook(last);
    }
  }
}
