package netadapt.benchmark;

/** Milliseconds that something takes. */
final class Stopwatch {
  private Stopwatch() {}

  static double millis(Runnable action) {
    long began = System.nanoTime();
    action.run();
    return (System.nanoTime() - began) / 1e6;
  }
}
