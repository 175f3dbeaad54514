package netadapt.cli;

/** The run was stopped before its end, and the same command goes on from there. */
final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message how far the run came, and how to go on
   */
  Stopped(String message) {
    super(message);
  }
}
