package netadapt;

/** A disk is full, or a quota of one is used up; with more room, the same work resumes. */
public final class OutOfSpace extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which folder it is, and what to do
   * @param cause what could not write
   */
  public OutOfSpace(String message, Throwable cause) {
    super(message, cause);
  }
}
