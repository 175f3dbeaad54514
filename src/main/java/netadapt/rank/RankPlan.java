package netadapt.rank;

import java.util.OptionalInt;
import netadapt.BrokenRule;

/**
 * Which networks a rank check trains, and for how long.
 *
 * @param networks how many, at least 2
 * @param trainings of each network, each with another seed, at least 1
 * @param from the least share of the whole network's MACs that they have, at least 0
 * @param to the largest share, more than {@code from} and at most 1
 * @param epochs that each is trained for, at least 1; empty for those of the settings' {@code
 *     train}
 * @param seed of the networks, their trainings and the bootstrap
 */
public record RankPlan(
    int networks, int trainings, double from, double to, OptionalInt epochs, long seed) {
  /**
   * @throws BrokenRule if a number is out of its range
   */
  public RankPlan {
    if (networks < 2) {
      throw new BrokenRule("networks", networks, "at least 2", "24");
    }
    if (trainings < 1) {
      throw new BrokenRule("trainings", trainings, "at least 1", "2");
    }
    if (!(from >= 0 && from < to)) {
      throw new BrokenRule("from", from, "at least 0 and less than to, " + to, "0.3");
    }
    if (!(to <= 1)) {
      throw new BrokenRule("to", to, "at most 1, the whole network", "0.7");
    }
    if (epochs.isPresent() && epochs.getAsInt() < 1) {
      throw new BrokenRule("epochs", epochs.getAsInt(), "at least 1", "8");
    }
  }
}
