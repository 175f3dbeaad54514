package netadapt.search;

import java.util.Locale;

/** How a sample is made. */
public enum Move {
  /** It is not made: the initial network. */
  GIVEN,
  /** Layers of its parent are shrunk until a target is met: coordinate descent. */
  SHRINK,
  /** Layers of its parent grow, and others shrink until the budget is met again. */
  EXCHANGE,
  /** It is drawn among all sub-networks just under a budget; it has no parent. */
  RANDOM,
  /** Layers of its parent get random sizes. */
  MUTATION,
  /** Every layer has the size that it has in one of two parents. */
  CROSSOVER;

  /** As in tables, such as {@code exchange}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The move of a word.
   *
   * @throws IllegalArgumentException if there is no such move
   */
  public static Move of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
