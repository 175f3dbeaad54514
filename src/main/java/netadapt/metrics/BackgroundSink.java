package netadapt.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FSError;

/**
 * A sink that may be slow, on a thread of its own: a run never waits for it but at the end. What
 * comes while it is busy, it gets together. What it throws is thrown by the next call.
 */
public final class BackgroundSink implements MetricsSink {
  private static final int MOST_WAITING = 100_000;

  private final MetricsSink sink;
  private final Duration patience;
  private final ExecutorService thread;
  private final BlockingQueue<MetricValues> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private volatile Throwable failure;
  private boolean used;
  private boolean told;
  private Optional<Future<?>> last = Optional.empty();
  private long deadline; // by System.nanoTime()

  /**
   * @param patience how long the end of the run waits for what is still to be sent
   */
  public BackgroundSink(MetricsSink sink, Duration patience) {
    this.sink = sink;
    this.patience = patience;
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread created = new Thread(work, "netadapt metrics of " + sink.name());
              created.setDaemon(true); // a server that never answers must not keep the process
              return created;
            });
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
    thread.execute(() -> keepingFailure(this::drain));
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
      sink.abandon();
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
    throwIfFailed();
  }

  private void drain() {
    List<MetricValues> values = new ArrayList<>();
    waiting.drainTo(values);
    if (!values.isEmpty()) {
      sink.record(values);
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
