package netadapt.search;

import java.util.Locale;

/**
 * What an iteration is for.
 *
 * @param kind how its samples are made and its best is chosen
 * @param budget that it comes down to or looks for networks at, in the metric's unit; the initial
 *     network's resource in iteration 0
 * @param target the resource no sample exceeds
 */
public record Stage(Kind kind, double budget, double target) {
  /** What is done at a stage. */
  public enum Kind {
    /** Scores the initial network. */
    INITIAL,
    /** Shrinks the best network on the way to a budget. */
    DESCENT,
    /** Changes networks at a budget. */
    EXCHANGE,
    /** Draws networks at a budget. */
    RANDOM,
    /** Breeds networks at a budget. */
    EVOLUTION;

    /** As in tables, such as {@code descent}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of a word.
     *
     * @throws IllegalArgumentException if there is no such kind
     */
    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
