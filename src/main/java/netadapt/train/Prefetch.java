package netadapt.train;

import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Has the next element of a source made by a thread of its own while the last one is used.
 *
 * <p>At most two elements are in use, the one that {@link #next} gave last and the one being made:
 * a source may overwrite an element when it makes the second after it.
 */
final class Prefetch<T> implements AutoCloseable {
  private final Iterator<T> source;
  private final ExecutorService maker;
  private Future<Optional<T>> coming;

  /**
   * Begins to make the first element.
   *
   * @param source only used by the new thread from now on
   * @param name of that thread
   */
  Prefetch(Iterator<T> source, String name) {
    this.source = source;
    this.maker =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    this.coming = maker.submit(this::make);
  }

  /**
   * Waits for the next element and begins to make the one after it; the last one is no longer
   * valid.
   *
   * @return nothing after the last element
   * @throws IllegalStateException if the source failed, with what it threw as the cause, or if this
   *     thread is interrupted
   */
  Optional<T> next() {
    Optional<T> made = await();
    if (made.isPresent()) {
      coming = maker.submit(this::make);
    }
    return made;
  }

  private Optional<T> make() {
    return source.hasNext() ? Optional.of(source.next()) : Optional.empty();
  }

  private Optional<T> await() {
    try {
      return coming.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no next element: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the next element", e);
    }
  }

  /** Interrupts what is being made and returns when the thread has ended. */
  @Override
  public void close() {
    maker.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = maker.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
