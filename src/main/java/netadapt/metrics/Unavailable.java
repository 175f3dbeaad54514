package netadapt.metrics;

/** A sink cannot be reached for now: what it was given may be given to it again. */
final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unavailable(Throwable cause) {
    super(cause);
  }
}
