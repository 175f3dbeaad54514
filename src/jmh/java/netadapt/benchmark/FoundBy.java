package netadapt.benchmark;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How a network is looked for. */
enum FoundBy {
  /** With the defaults. */
  EXCHANGE,
  /** As the paper does. */
  DESCENT,
  /** As Once-for-all does. */
  EVOLUTION,
  /** The best of random networks. */
  RANDOM,
  /** As NetAdaptV2's predecessor does: samples are fine-tuned, and share no weights. */
  NETADAPT_V1;

  private static final String FINE_TUNE_STEPS = "40";

  /**
   * The settings that make a search one of this kind.
   *
   * @param rounds at each budget, of those that need to be told
   */
  Map<String, String> settings(int rounds) {
    return switch (this) {
      case EXCHANGE -> Map.of();
      case DESCENT -> byScores("descent");
      case EVOLUTION ->
          with(byScores("evolution"), Map.of("search.rounds", Integer.toString(rounds)));
      case RANDOM -> with(byScores("random"), Map.of("search.rounds", Integer.toString(rounds)));
      case NETADAPT_V1 ->
          with(
              byScores("descent"),
              Map.of(
                  "supernet.images-per-draw", "1",
                  "search.layers", "1",
                  "scoring.fine-tune-steps", FINE_TUNE_STEPS,
                  "scoring.batch-norm", "running")); // those of the fine-tuning
    };
  }

  /**
   * Whether it searches in the super-network of the others. Fine-tuning starts from one of its own,
   * whose running statistics are worth something.
   */
  boolean sharesSupernet() {
    return this != NETADAPT_V1;
  }

  /** As in the names of what is measured. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As in tables. */
  String title() {
    return switch (this) {
      case EXCHANGE, DESCENT, EVOLUTION -> word();
      case RANDOM -> "random search";
      case NETADAPT_V1 -> "NetAdaptV1";
    };
  }

  private static Map<String, String> byScores(String strategy) {
    return Map.of(
        "search.strategy", strategy, "search.choose-by", "score", "search.propose-by", "random");
  }

  private static Map<String, String> with(
      Map<String, String> settings, Map<String, String> further) {
    Map<String, String> all = new TreeMap<>(settings);
    all.putAll(further);
    return all;
  }
}
