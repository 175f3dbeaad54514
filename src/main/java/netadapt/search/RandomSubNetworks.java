package netadapt.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.Seeds;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/**
 * Draws random sub-networks whose resource lies within given bounds, all nearly equally likely.
 *
 * <p>Widths drawn one by one give networks of about a third of the MACs, and hardly any others. So
 * a draw is tilted until it is near the bounds, taken between them in single steps, and then moved
 * about between them at random.
 */
public final class RandomSubNetworks {
  private static final int ATTEMPTS = 100;

  private final SearchSpace space;
  private final long seed;

  /**
   * @param network whose sub-networks are drawn
   * @param metric of the resource; it need not grow with every layer
   * @param seed the only source of chance
   */
  public RandomSubNetworks(SuperNetwork network, Resource metric, long seed) {
    this.space = SearchSpace.of(network, metric);
    this.seed = seed;
  }

  /**
   * Draws different sub-networks. Each depends on its index and those before it, not on how many
   * are drawn.
   *
   * @param count how many, at least 1
   * @param low the least resource, in the metric's unit
   * @param high the most, at least {@code low}
   * @return canonical; fewer where many draws find no further one
   * @throws BrokenRule if the count is below 1, or the bounds are not numbers in ascending order
   * @throws BadInput if none is found
   */
  public List<Architecture> draw(int count, double low, double high) {
    if (count < 1) {
      throw new BrokenRule("count", count, "at least 1");
    }
    checkBounds(low, high);
    Set<Architecture> drawn = new LinkedHashSet<>();
    while (drawn.size() < count) {
      Optional<Architecture> next = drawNew(drawn, low, high);
      if (next.isEmpty()) {
        break;
      }
      drawn.add(next.get());
    }
    if (drawn.isEmpty()) {
      throw noneFound(low, high);
    }
    return new ArrayList<>(drawn);
  }

  /**
   * Draws one sub-network.
   *
   * @param low the least resource, in the metric's unit
   * @param high the most, at least {@code low}
   * @param random the only source of chance
   * @return canonical; empty if none of many draws comes to lie between the bounds
   * @throws BrokenRule if the bounds are not numbers in ascending order
   */
  public Optional<Architecture> draw(double low, double high, SplittableRandom random) {
    checkBounds(low, high);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Architecture> drawn = attempt(low, high, random);
      if (drawn.isPresent()) {
        return drawn;
      }
    }
    return Optional.empty();
  }

  private Optional<Architecture> drawNew(Set<Architecture> drawn, double low, double high) {
    // If one alone is left of as many as these, all draws miss it once in e^10 times.
    int attempts = ATTEMPTS + 10 * drawn.size();
    for (int attempt = 0; attempt < attempts; attempt++) {
      SplittableRandom random = Seeds.random(seed, "sub-network", drawn.size(), attempt);
      Optional<Architecture> next = attempt(low, high, random);
      if (next.isPresent() && !drawn.contains(next.get())) {
        return next;
      }
    }
    return Optional.empty();
  }

  private Optional<Architecture> attempt(double low, double high, SplittableRandom random) {
    BandWalk walk = new BandWalk(space, low, high, random);
    if (!walk.arrive()) {
      return Optional.empty();
    }
    walk.wander();
    return Optional.of(walk.architecture());
  }

  private static void checkBounds(double low, double high) {
    if (!(low <= high)) {
      throw new BrokenRule("high", high, "a number of at least low, which is " + low);
    }
  }

  private BadInput noneFound(double low, double high) {
    SuperNetwork network = space.network();
    Resource metric = space.metric();
    return new BadInput(
        "no sub-network of %s found that has from %,.0f to %,.0f %s: the smallest has %,.0f and the initial one %,.0f; set the bounds further apart, or between these"
            .formatted(
                network.name(),
                low,
                high,
                metric.unit(),
                metric.of(SubNetwork.of(network, network.smallest())),
                metric.of(SubNetwork.full(network))));
  }
}
