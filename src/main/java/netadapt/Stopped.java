package netadapt;

/** A step was stopped before its end; done again, it resumes there. */
public final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message how far it came, and how to resume
   */
  public Stopped(String message) {
    super(message);
  }

  /**
   * @param message how far it came, and how to resume
   * @param cause what the stopped work threw
   */
  public Stopped(String message, Throwable cause) {
    super(message, cause);
  }
}
