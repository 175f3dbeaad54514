package netadapt.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.FSError;

/**
 * A sink that may be slow, on a thread of its own: a run never waits for it but at the end. What
 * comes while it is busy, it gets together. One that is unavailable gets it later, after pauses
 * that grow. What else it throws is thrown by the next call.
 */
public final class BackgroundSink implements MetricsSink {
  private static final int MOST_WAITING = 100_000;
  private static final int MOST_AT_ONCE = 1000;
  private static final int LONGEST_PAUSE_SECONDS = 300;

  private final MetricsSink sink;
  private final Duration patience;
  private final IntFunction<Duration> pauses;
  private final ScheduledExecutorService thread;
  private final BlockingQueue<MetricValues> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicReference<String> warning = new AtomicReference<>();
  private volatile Throwable failure;
  private volatile boolean unavailable;
  private boolean used;
  private boolean told;
  private Optional<Future<?>> last = Optional.empty();
  private long deadline; // by System.nanoTime()

  // Of the thread.
  private final List<MetricValues> sending = new ArrayList<>();
  private int failures;
  private boolean pausing;
  private boolean warned;

  /**
   * @param patience how long the end of the run waits for what is still to be sent
   */
  public BackgroundSink(MetricsSink sink, Duration patience) {
    this(sink, patience, BackgroundSink::pause);
  }

  /**
   * @param pauses before the next attempt, by how many have failed one after the other
   */
  BackgroundSink(MetricsSink sink, Duration patience, IntFunction<Duration> pauses) {
    this.sink = sink;
    this.patience = patience;
    this.pauses = pauses;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread created = new Thread(work, "netadapt metrics of " + sink.name());
              created.setDaemon(true); // a server that never answers must not keep the process
              return created;
            });
  }

  /** From a second to five minutes. */
  static Duration pause(int failures) {
    long seconds = 1L << Math.min(failures - 1, 30);
    return Duration.ofSeconds(Math.min(seconds, LONGEST_PAUSE_SECONDS));
  }

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public void record(List<MetricValues> values) {
    throwIfFailed();
    used = true;
    for (MetricValues one : values) {
      if (!waiting.offer(one)) {
        sink.abandon();
        throw new IllegalStateException("%d values wait for it".formatted(MOST_WAITING));
      }
    }
    thread.execute(() -> keepingFailure(this::drainOrPause));
  }

  @Override
  public void startEnd(RunEnd how) {
    if (used && !told && last.isEmpty()) {
      deadline = System.nanoTime() + patience.toNanos();
      last = Optional.of(thread.submit(() -> keepingFailure(() -> drainAndEnd(how))));
    }
  }

  private void drainAndEnd(RunEnd how) {
    drain();
    sink.end(how);
  }

  @Override
  public void end(RunEnd how) {
    startEnd(how);
    if (last.isEmpty()) { // never used, or failed and ended
      thread.shutdown();
      return;
    }
    try {
      last.get().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      boolean known = unavailable; // before it fails because it is abandoned
      sink.abandon();
      if (known) {
        return; // which was told
      }
      throw new IllegalStateException(
          "it did not take all within %d seconds".formatted(patience.toSeconds()), e);
    } catch (InterruptedException e) {
      sink.abandon();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before it took all", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      thread.shutdownNow();
    }
    if (!unavailable) {
      throwIfFailed();
    }
  }

  @Override
  public Optional<String> takeWarning() {
    return Optional.ofNullable(warning.getAndSet(null));
  }

  private void drainOrPause() {
    if (pausing) {
      return;
    }
    try {
      drain();
    } catch (Unavailable forNow) {
      pausing = true;
      unavailable = true;
      failures++;
      warnOnce(forNow);
      thread.schedule(
          () -> keepingFailure(this::tryAgain),
          pauses.apply(failures).toMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  private void tryAgain() {
    pausing = false;
    drainOrPause();
  }

  private void warnOnce(Unavailable forNow) {
    if (!warned) {
      warned = true;
      warning.set(
          "%s does not answer, and is tried again while the run goes on: %s"
              .formatted(sink.name(), RunMetrics.reason(forNow)));
    }
  }

  /** What a sink has not taken, it gets again. */
  private void drain() {
    if (sending.isEmpty()) {
      waiting.drainTo(sending, MOST_AT_ONCE);
    }
    while (!sending.isEmpty()) {
      sink.record(List.copyOf(sending));
      unavailable = false;
      failures = 0;
      sending.clear();
      waiting.drainTo(sending, MOST_AT_ONCE);
    }
  }

  /** After a failure the sink is ended, and nothing more is done. */
  private void keepingFailure(Runnable work) {
    if (failure != null) {
      return;
    }
    try {
      work.run();
    } catch (Exception | LinkageError | FSError thrown) {
      RunMetrics.endAfterFailure(sink);
      unavailable = unavailable && thrown instanceof Unavailable; // else it is news
      failure = thrown;
    }
  }

  private void throwIfFailed() {
    if (failure != null) {
      told = true;
      thread.shutdown();
      throw new IllegalStateException(failure);
    }
  }
}
