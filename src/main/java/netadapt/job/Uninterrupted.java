package netadapt.job;

/** Waits that an interrupt does not end; it is seen again after them. */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** Until a thread has ended. */
  public static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
