package netadapt.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import netadapt.NetAdapt;
import netadapt.onnx.ProcessEnd;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Turns an interrupt or a scheduler's request to end into the exit code that says: the same command
 * resumes from there.
 *
 * <p>A run is cancelled, so that a training saves how far it is, and the end waits for that for a
 * while; what else is not committed is done again. Other work, such as a measurement, just ends.
 */
final class StopSignal implements AutoCloseable {
  // Hadoop runs hooks from the highest down; Spark's, which remove its temporary files, is 40.
  private static final int FIRST = 1000;
  private static final int LAST = 0;

  /** Less than Hadoop gives a hook, and Kubernetes a container. */
  private static final Duration MOST_WAIT = Duration.ofSeconds(20);

  private static volatile boolean stopping;

  private final Runnable first;
  private final Runnable last;
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * @param cancel ends the work, and waits for that
   * @param work that the same command resumes
   */
  private StopSignal(Consumer<StopSignal> cancel, String work, Console console) {
    this.first = () -> cancel.accept(this);
    this.last =
        () -> {
          console.line("stopped: the same command resumes " + work);
          ProcessEnd.await();
          Runtime.getRuntime().halt(ExitCode.STOPPED);
        };
  }

  /** Watches a run until closed. */
  static StopSignal watch(NetAdapt run, Console console) {
    return watching(
        new StopSignal(
            signal -> {
              console.line("stopping: a training saves how far it is");
              silence();
              run.cancel();
              signal.await();
            },
            "the run",
            console));
  }

  /**
   * Watches work until closed that may end anywhere.
   *
   * @param work such as {@code the measurement}
   */
  static StopSignal watch(String work, Console console) {
    return watching(new StopSignal(signal -> silence(), work, console));
  }

  private static StopSignal watching(StopSignal signal) {
    ShutdownHookManager.get().addShutdownHook(signal.first, FIRST);
    ShutdownHookManager.get().addShutdownHook(signal.last, LAST);
    return signal;
  }

  /** Whether the program is being stopped; what fails then is not a failure. */
  static boolean stopping() {
    return stopping;
  }

  /** Until the run has ended, but not forever: what is committed is enough to resume. */
  private void await() {
    try {
      var unused = ended.await(MOST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Jobs torn down and threads interrupted have nothing to say. */
  private static void silence() {
    stopping = true;
    Configurator.setRootLevel(Level.OFF);
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    ended.countDown();
    ShutdownHookManager manager = ShutdownHookManager.get();
    if (!manager.isShutdownInProgress()) {
      manager.removeShutdownHook(first);
      manager.removeShutdownHook(last);
    }
  }
}
