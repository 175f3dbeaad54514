package netadapt.job;

/** Polls progress every half second until closed. */
final class Poll implements AutoCloseable {
  private static final long MILLIS = 500;

  private final Thread thread;

  Poll(Runnable action) {
    thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  Thread.sleep(MILLIS);
                  poll(action);
                }
              } catch (InterruptedException e) {
                // closed
              }
            },
            "progress");
    thread.setDaemon(true);
    thread.start();
  }

  /** What goes wrong here, the thread that works finds out by itself. */
  private static void poll(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      // such as that the run was cancelled
    }
  }

  /** Returns when nothing is told any more. */
  @Override
  public void close() {
    thread.interrupt();
    Uninterrupted.join(thread);
  }
}
