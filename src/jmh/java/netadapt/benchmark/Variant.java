package netadapt.benchmark;

import java.util.HashMap;
import java.util.Map;

/**
 * A search with other settings than those of a configuration.
 *
 * @param word as in the names of what is measured
 * @param title as in tables
 * @param supernet in whose weights it searches
 * @param toldRounds whether it does not end by itself, and is given as many rounds as it takes to
 *     score about as many networks as the experiment's first search
 * @param settings of the search
 */
record Variant(
    String word,
    String title,
    Supernet supernet,
    boolean toldRounds,
    Map<String, String> settings) {

  Variant {
    settings = Map.copyOf(settings);
  }

  /**
   * A super-network with other settings than those of a configuration.
   *
   * @param word as in the names of what is measured
   */
  record Supernet(String word, Map<String, String> settings) {
    /** The configuration's own. */
    static final Supernet USUAL = new Supernet("supernet", Map.of());

    Supernet {
      settings = Map.copyOf(settings);
    }
  }

  /** A search that ends by itself, in the configuration's super-network. */
  Variant(String word, String title, Map<String, String> settings) {
    this(word, title, Supernet.USUAL, false, settings);
  }

  /** Another search, with further settings. */
  Variant with(String otherWord, String otherTitle, Map<String, String> further) {
    return new Variant(otherWord, otherTitle, supernet, toldRounds, joined(settings, further));
  }

  /** The same search in another super-network. */
  Variant in(Supernet other) {
    return new Variant(word, title, other, toldRounds, settings);
  }

  /** The same search in a super-network with further settings. */
  Variant in(Map<String, String> further) {
    return in(new Supernet(supernet.word, joined(supernet.settings, further)));
  }

  /**
   * Settings of the search, beside the super-network's, given how many rounds it has where it has
   * to be told.
   */
  Map<String, String> settings(int rounds) {
    Map<String, String> all = new HashMap<>(settings);
    if (toldRounds) {
      all.put("search.rounds", Integer.toString(rounds));
    }
    return all;
  }

  private static Map<String, String> joined(
      Map<String, String> settings, Map<String, String> further) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(further);
    return all;
  }
}
