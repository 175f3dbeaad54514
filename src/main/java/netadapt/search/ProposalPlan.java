package netadapt.search;

import netadapt.BrokenRule;

/**
 * Which of the samples that are drawn are scored.
 *
 * @param by whether the first ones, or those with the highest expected scores
 * @param candidates so many times as many are drawn as are scored, at least 1
 * @param randomShare of those scored that are the first ones drawn all the same, in [0, 1]
 */
public record ProposalPlan(By by, int candidates, double randomShare) {
  /** As many are drawn as are scored. */
  public static final ProposalPlan RANDOM = new ProposalPlan(By.RANDOM, 10, 0.5);

  /** What decides which drawn samples are scored. */
  public enum By {
    /** Chance: those drawn first. */
    RANDOM,
    /** The scores expected of them, given all scores of the search. */
    EXPECTED
  }

  /**
   * @throws BrokenRule if a number is out of its range
   */
  public ProposalPlan {
    if (candidates < 1) {
      throw new BrokenRule("candidates", candidates, "at least 1", "10");
    }
    if (!(randomShare >= 0 && randomShare <= 1)) {
      throw new BrokenRule("random-share", randomShare, "from 0 to 1", "0.5");
    }
  }
}
