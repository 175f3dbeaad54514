package netadapt.score;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Models that the tasks of one executor share: loaded by the first task that asks for one, and kept
 * until another one has been idle since, so that the next task finds it. So there are never more
 * than running tasks and one.
 *
 * @param <M> what is loaded; closed when it is no longer kept
 */
final class LoadedModels<M extends AutoCloseable> {
  private final List<Entry<M>> inUse = new ArrayList<>();
  private final Deque<Entry<M>> idle = new ArrayDeque<>(); // at most one, but while it changes
  private boolean closed;

  /** A model that is loaded, or will be by its first user. */
  private static final class Entry<M> {
    final String key;
    int users;
    private M model;

    Entry(String key) {
      this.key = key;
    }

    synchronized M model(Supplier<M> loader) {
      if (model == null) {
        model = loader.get();
      }
      return model;
    }
  }

  /** A model in use until it is closed. */
  final class Lease implements AutoCloseable {
    private final Entry<M> entry;
    private final M model;

    private Lease(Entry<M> entry, Supplier<M> loader) {
      this.entry = entry;
      try {
        this.model = entry.model(loader);
      } catch (RuntimeException | Error e) {
        giveBack(entry, false);
        throw e;
      }
    }

    M model() {
      return model;
    }

    @Override
    public void close() {
      giveBack(entry, true);
    }
  }

  /**
   * A model for the caller to use.
   *
   * @param key of the model
   * @param users who may use the same one at the same time, at least 1
   * @param loader makes the model if it is not there, or all are in use
   */
  Lease lease(String key, int users, Supplier<M> loader) {
    return new Lease(take(key, users), loader);
  }

  /** Frees what nobody uses. */
  synchronized void closeIdle() {
    idle.forEach(LoadedModels::close);
    idle.clear();
  }

  /** Frees what nobody uses, and from now on everything as soon as it is given back. */
  synchronized void close() {
    closed = true;
    closeIdle();
  }

  /** How many are loaded, or about to be. */
  synchronized int size() {
    return inUse.size() + idle.size();
  }

  private synchronized Entry<M> take(String key, int users) {
    for (Entry<M> entry : inUse) {
      if (entry.key.equals(key) && entry.users < users) {
        entry.users++;
        return entry;
      }
    }
    Entry<M> entry =
        idle.stream().filter(kept -> kept.key.equals(key)).findFirst().orElse(new Entry<>(key));
    idle.remove(entry);
    closeIdle(); // before another one takes memory
    entry.users = 1;
    inUse.add(entry);
    return entry;
  }

  private synchronized void giveBack(Entry<M> entry, boolean loaded) {
    entry.users--;
    if (entry.users > 0) {
      return;
    }
    inUse.remove(entry);
    if (loaded) {
      closeIdle();
      idle.add(entry);
    }
    if (closed) {
      closeIdle();
    }
  }

  private static <M extends AutoCloseable> void close(Entry<M> entry) {
    try {
      entry.model.close();
    } catch (Exception e) {
      throw new IllegalStateException("a model could not be closed: " + e.getMessage(), e);
    }
  }
}
