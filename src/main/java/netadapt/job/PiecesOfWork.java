package netadapt.job;

import java.util.HashSet;
import java.util.Set;
import netadapt.RunListener;

/**
 * What a run is doing: calls of its user, and work in the background. A cancel ends the pieces of
 * work that there are and no later one, but for the next if there are none.
 */
public final class PiecesOfWork {
  private final Run run;
  private final RunListener listener;
  private final Set<Steps> going = new HashSet<>();
  private boolean nextCancelled;

  /**
   * @param listener told of every step
   */
  public PiecesOfWork(Run run, RunListener listener) {
    this.run = run;
    this.listener = listener;
  }

  /** Begins a piece of work; from any thread. It ends when its steps are closed. */
  public synchronized Steps begin() {
    Steps steps =
        new Steps(run, listener, new Cancellation(run.spark().sparkContext()), this::ended);
    going.add(steps);
    if (nextCancelled) {
      nextCancelled = false;
      steps.cancel();
    }
    return steps;
  }

  /** Cancels the pieces of work that there are or, if there are none, the next; from any thread. */
  public synchronized void cancel() {
    nextCancelled = going.isEmpty();
    going.forEach(Steps::cancel);
  }

  private synchronized void ended(Steps steps) {
    going.remove(steps);
  }
}
