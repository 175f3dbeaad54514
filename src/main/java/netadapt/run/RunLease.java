package netadapt.run;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import netadapt.BadInput;
import netadapt.run.LeaseFile.Content;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * The right of one process to write a run directory, as a file in it that says who has it.
 *
 * <p>A thread renews the file. One that was not renewed for {@link #LIFETIME} has expired, and
 * another process may take it over; one whose process has ended on the same machine, at once. Its
 * age is measured by the clock of the file system alone, since the clocks of two machines differ.
 *
 * <p>No more is asked of a file system than that it creates, replaces and deletes files. So on any,
 * two processes that take over the same expired lease at once may both have it for as long as
 * {@link #FIRST_RENEWAL}, and where two can create the same file, as on object stores, two that
 * begin at once; then one of them notices.
 */
public final class RunLease implements AutoCloseable {
  /** After so long without being renewed, a lease is nobody's. */
  static final Duration LIFETIME = Duration.ofSeconds(60);

  /** Several may fail, or come late. */
  static final Duration RENEWAL = Duration.ofSeconds(15);

  /** Soon, to notice another process that began at the same moment. */
  static final Duration FIRST_RENEWAL = Duration.ofSeconds(2);

  /** Hadoop runs such hooks after Spark's end, 40, and before it closes file systems, 10. */
  private static final int AFTER_SPARK = 20;

  private final RunDirectory directory;
  private final LeaseFile file;
  private final LeaseHolder holder;
  private final Clock clock;
  private final ScheduledExecutorService renewing =
      Executors.newSingleThreadScheduledExecutor(RunLease::daemon);
  private final Runnable atShutdown = this::close;
  private boolean closed;

  /** Whether this process may have left the file so, as when the disk was full. */
  private boolean halfWritten;

  /** When it was last seen to be this process's. */
  private volatile Instant seen;

  /** Why it is no longer; empty while it is. */
  private volatile Optional<String> lost = Optional.empty();

  private RunLease(RunDirectory directory, LeaseHolder holder, Clock clock) {
    this.directory = directory;
    this.holder = holder;
    this.clock = clock;
    this.file = directory.leaseFile();
    this.seen = holder.since();
  }

  /**
   * Takes the lease of a run directory, which is made if it is not there, without waiting.
   *
   * @param application id of Spark's application; empty for none
   * @return to be closed when nothing more is written
   * @throws BadInput if another process has it, or the directory cannot be written
   */
  public static RunLease take(RunDirectory directory, String application) {
    return take(directory, application, Clock.systemUTC());
  }

  static RunLease take(RunDirectory directory, String application, Clock clock) {
    directory.create();
    RunLease lease = new RunLease(directory, LeaseHolder.here(application, clock.instant()), clock);
    try {
      lease.take();
      lease.hold();
      directory.finishCommits();
    } catch (IOException e) {
      lease.close();
      throw new BadInput(
          "run.directory is %s but cannot be written: %s: name another one, or get the right to write there"
              .formatted(directory.root(), e.getMessage()),
          e);
    }
    return lease;
  }

  private void take() throws IOException {
    // Again only if the lease ends, or is over, while it is looked at.
    for (int attempt = 0; attempt < 2; attempt++) {
      boolean created = file.create(holder);
      Optional<Content> found = file.read();
      if (created && found.filter(this::isOurs).isPresent()) {
        return; // and of no other process, which some file systems would have let create it, too
      }
      if (found.isPresent()) {
        Duration left = left(found.get());
        if (left.compareTo(Duration.ZERO) > 0) {
          throw new BadInput(inUse(found.get(), left));
        }
        deleteUnchanged(found.get());
      }
    }
    throw new BadInput(
        "run.directory is %s but other processes begin to work in it, too: start one at a time"
            .formatted(directory.root()));
  }

  /** Another process may have taken the lease over since it was looked at. */
  private void deleteUnchanged(Content found) throws IOException {
    if (file.read().filter(found::equals).isPresent()) {
      file.delete();
    }
  }

  /** For how long another process has it; not at all if that is gone. */
  private Duration left(Content found) throws IOException {
    return found.holder().filter(LeaseHolder::isGone).isPresent()
        ? Duration.ZERO
        : LIFETIME.minus(file.age(found));
  }

  private void hold() {
    directory.hold(this);
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().addShutdownHook(atShutdown, AFTER_SPARK);
    }
    var unused =
        renewing.scheduleWithFixedDelay(
            this::tryToRenew, FIRST_RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks whether it is still this process's, and says so anew. */
  synchronized void renew() throws IOException {
    if (closed || lost.isPresent()) {
      return;
    }
    Optional<Content> found = file.read();
    if (found.isEmpty()) {
      lost = Optional.of("its lease %s was removed".formatted(file.path()));
    } else if (!isOurs(found.get())) {
      lost =
          Optional.of(
              name(found.get())
                  + " has taken it over (both began at once, or this process was suspended or could"
                  + " not renew it)");
    } else {
      seen = clock.instant();
      halfWritten = true;
      file.replace(holder.renewedAt(seen));
      halfWritten = false;
    }
  }

  /** What cannot be renewed now, such as while a disk is full, may be later. */
  private void tryToRenew() {
    try {
      renew();
    } catch (Throwable e) { // or it would not be tried again
      // Whoever takes the lease over meanwhile is found by the next attempt.
    }
  }

  /**
   * To be called before anything is written. Where renewing is late, since the machine slept or
   * nobody could reach the file, it looks first.
   *
   * @throws BadInput if the lease is no longer this process's
   */
  void check() {
    if (Duration.between(seen, clock.instant()).compareTo(LIFETIME.dividedBy(2)) > 0) {
      tryToRenew();
    }
    lost.ifPresent(
        why -> {
          throw new BadInput(
              "run.directory is %s but %s: this process ends here and writes nothing more"
                  .formatted(directory.root(), why));
        });
  }

  private String inUse(Content found, Duration left) {
    return ("run.directory is %s but %s works in it%s: wait for its end, stop it, or name another"
            + " directory; if it is surely gone, remove %s, which expires in %d s unless it is"
            + " renewed")
        .formatted(
            directory.root(),
            name(found),
            found.holder().map(other -> " since " + other.since()).orElse(""),
            file.path(),
            left.toSeconds() + 1);
  }

  private static String name(Content found) {
    return found.holder().map(LeaseHolder::toString).orElse("another process");
  }

  private boolean isOurs(Content found) {
    return found.holder().map(other -> other.id().equals(holder.id())).orElse(halfWritten);
  }

  /** Gives the lease back, if it is still this process's. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    renewing.shutdown();
    directory.release();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(atShutdown);
    }
    try {
      if (lost.isEmpty() && file.read().filter(this::isOurs).isPresent()) {
        file.delete();
      }
    } catch (IOException | RuntimeException e) {
      // It expires.
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "netadapt-lease");
    thread.setDaemon(true);
    return thread;
  }
}
