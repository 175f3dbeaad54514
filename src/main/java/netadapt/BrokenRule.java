package netadapt;

/**
 * A value that breaks a rule of the part of the program that it was given to. That part calls the
 * value by its own name, such as {@code batch}; the settings add the key, such as {@code
 * supernet.batch}, and where it was written.
 */
public final class BrokenRule extends BadInput {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final String value;
  private final String rule;
  private final String example;

  /**
   * @param name of the value as configurations call it, such as {@code batch} or {@code
   *     schedule.decay}
   * @param value that was given
   * @param rule that it breaks, to follow the words "must be"
   * @param example a value that keeps the rule; empty for none
   */
  public BrokenRule(String name, Object value, String rule, String example) {
    super("%s is %s but must be %s".formatted(name, value, rule));
    this.name = name;
    this.value = String.valueOf(value);
    this.rule = rule;
    this.example = example;
  }

  /** Without an example of what would do. */
  public BrokenRule(String name, Object value, String rule) {
    this(name, value, rule, "");
  }

  /** What the part calls the value. */
  public String name() {
    return name;
  }

  /** What was given. */
  public String value() {
    return value;
  }

  /** What must be, to follow the words "must be". */
  public String rule() {
    return rule;
  }

  /** A value that keeps the rule; empty for none. */
  public String example() {
    return example;
  }
}
