package netadapt.search;

import java.util.Locale;

/** How a search goes about it. */
public enum Strategy {
  /** Multi-layer coordinate descent, NetAdaptV2's; with one layer per sample, NetAdaptV1's. */
  DESCENT(true, Stage.Kind.DESCENT),
  /** Descent, and at every budget exchanges between layers until nothing better comes. */
  EXCHANGE(true, Stage.Kind.EXCHANGE),
  /** Random networks just under every budget. */
  RANDOM(false, Stage.Kind.RANDOM),
  /** Mutation and crossover of the best networks at every budget, as in Once-for-all. */
  EVOLUTION(false, Stage.Kind.EVOLUTION);

  private final boolean descends;
  private final Stage.Kind atBudgets;

  Strategy(boolean descends, Stage.Kind atBudgets) {
    this.descends = descends;
    this.atBudgets = atBudgets;
  }

  /** As in configurations and tables, such as {@code exchange}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it comes down to a budget step by step. */
  boolean descends() {
    return descends;
  }

  /** What it does at a budget, beside coming down to it. */
  Stage.Kind atBudgets() {
    return atBudgets;
  }

  /** Whether there are iterations at a budget. */
  boolean staysAtBudgets() {
    return atBudgets != Stage.Kind.DESCENT;
  }
}
