package netadapt.search;

/** By what the best sample is chosen. */
public enum ChooseBy {
  /** By its own score, as the paper does. */
  SCORE,
  /** By what its score is expected to be without noise, given all scores of the search. */
  EXPECTED
}
