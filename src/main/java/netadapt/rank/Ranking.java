package netadapt.rank;

/** What networks may be ranked by. */
public enum Ranking {
  /** The score with shared weights, which the search goes by. */
  SCORE,
  /** The more multiply-accumulates, the better. */
  MACS,
  /** The more parameters, the better. */
  PARAMETERS,
  /** All are equal, so that one is chosen by chance. */
  CHANCE;

  /** What is higher the better the ranking takes a network to be. */
  double of(RankedNetwork network) {
    return switch (this) {
      case SCORE -> network.score();
      case MACS -> network.macs();
      case PARAMETERS -> network.params();
      case CHANCE -> 0;
    };
  }
}
