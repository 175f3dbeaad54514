package netadapt.search;

import netadapt.BrokenRule;

/**
 * What a strategy does at each budget.
 *
 * @param rounds iterations, at least 1; of exchanges, the most
 * @param patience exchanges end after so many rounds that found nothing better, at least 1
 * @param parents the best networks that exchanges start from, at least 1
 * @param breeding how an evolution makes networks
 */
public record BudgetPlan(int rounds, int patience, int parents, Breeding breeding) {
  /**
   * @throws BrokenRule if a number is out of its range
   */
  public BudgetPlan {
    atLeastOne("rounds", rounds);
    atLeastOne("patience", patience);
    atLeastOne("parents", parents);
  }

  /**
   * How an evolution makes networks.
   *
   * @param parentShare of a generation that the next one is made from, in (0, 1]
   * @param mutationProbability that a layer of a mutated network gets a random size, in (0, 1]
   * @param mutationShare of a generation that is mutated, in [0, 1]; the others are crossovers
   * @see <a href="https://arxiv.org/abs/1908.09791">Once-for-all</a>, whose values are 0.25, 0.1
   *     and 0.5
   */
  public record Breeding(double parentShare, double mutationProbability, double mutationShare) {
    /** Once-for-all's. */
    public static final Breeding ONCE_FOR_ALL = new Breeding(0.25, 0.1, 0.5);

    /**
     * @throws BrokenRule if a number is out of its range
     */
    public Breeding {
      share("parent-share", parentShare, parentShare > 0, "above 0 and at most 1", "0.25");
      share(
          "mutation-probability",
          mutationProbability,
          mutationProbability > 0,
          "above 0 and at most 1",
          "0.1");
      share("mutation-share", mutationShare, mutationShare >= 0, "from 0 to 1", "0.5");
    }

    private static void share(
        String name, double value, boolean largeEnough, String rule, String example) {
      if (!(largeEnough && value <= 1)) {
        throw new BrokenRule("evolution." + name, value, rule, example);
      }
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new BrokenRule(name, value, "at least 1", "4");
    }
  }
}
