package netadapt;

/**
 * A mistake of the user's: a file, a value or an option that the program cannot work with.
 *
 * <p>The message says what is wrong, its value, the rule, the mend and where; it is printed alone,
 * without a stack trace.
 */
public class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence or two, fit for the user's eyes
   */
  public BadInput(String message) {
    super(message);
  }

  /**
   * @param message one sentence or two, fit for the user's eyes
   * @param cause what was met, shown with {@code --verbose}
   */
  public BadInput(String message, Throwable cause) {
    super(message, cause);
  }
}
