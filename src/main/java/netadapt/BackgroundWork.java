package netadapt;

import java.util.Optional;
import netadapt.job.Uninterrupted;

/**
 * Work of a run that goes on while a program does something else, such as a search that a
 * notebook's later cells look at. Its thread does not keep the process from ending.
 *
 * <pre>{@code
 * BackgroundWork search = run.begin(Step.PREPARE, Step.TRAIN_SUPERNET, Step.SEARCH);
 * System.out.println(search.progress()); // search: 43%, iteration 3: 7 of 24 scored
 * search.join();
 * }</pre>
 */
public final class BackgroundWork {
  private final Runnable work;
  private final LatestLine told;
  private final Runnable cancel;
  private final Thread thread = new Thread(this::work, "netadapt-background");

  private String lastLine = "begun";
  private Optional<Throwable> thrown = Optional.empty();
  private boolean running = true;

  /**
   * @param told of the work's progress by the work
   * @param cancel ends the work, and nothing else
   */
  private BackgroundWork(Runnable work, LatestLine told, Runnable cancel) {
    this.work = work;
    this.told = told;
    this.cancel = cancel;
  }

  static BackgroundWork begin(Runnable work, LatestLine told, Runnable cancel) {
    BackgroundWork begun = new BackgroundWork(work, told, cancel);
    told.set(begun.lastLine);
    begun.thread.setDaemon(true);
    begun.thread.start();
    return begun;
  }

  private void work() {
    try {
      work.run();
      end(told.line(), Optional.empty());
    } catch (Throwable e) { // kept for whoever joins
      boolean expected = e instanceof BadInput || e instanceof Stopped || e instanceof OutOfSpace;
      end(expected ? e.getMessage() : "failed: " + e, Optional.of(e));
    }
  }

  private synchronized void end(String line, Optional<Throwable> failure) {
    running = false;
    lastLine = line;
    thrown = failure;
  }

  /**
   * How far the work is, in a line such as {@code search: 43%, iteration 3: 7 of 24 scored}; once
   * it is over, what came out, or why it failed.
   */
  public synchronized String progress() {
    return running ? told.line() : lastLine;
  }

  /** Whether the work goes on. */
  public synchronized boolean running() {
    return running;
  }

  /**
   * Waits for the end of the work.
   *
   * @throws BadInput if the user has to change something first, or another process works in the
   *     run's directory
   * @throws Stopped if the work was cancelled
   * @throws OutOfSpace if a disk is full
   * @throws InterruptedException if the thread that waits was interrupted; the work goes on
   */
  public void join() throws InterruptedException {
    thread.join();
    Optional<Throwable> failure = thrown();
    if (failure.isPresent()) {
      throw BackgroundWork.<RuntimeException>undeclared(failure.get());
    }
  }

  /** Ends the work, if it goes on, at its next commit; what is committed stays. */
  public synchronized void cancel() {
    if (running) {
      cancel.run();
    }
  }

  /** Cancels the work and waits for its end, however it ends, unless the work itself calls this. */
  void stop() {
    cancel();
    if (thread != Thread.currentThread()) {
      Uninterrupted.join(thread);
    }
  }

  private synchronized Optional<Throwable> thrown() {
    return thrown;
  }

  /** Spark throws checked exceptions without declaring them. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E undeclared(Throwable failure) throws E {
    throw (E) failure;
  }
}
