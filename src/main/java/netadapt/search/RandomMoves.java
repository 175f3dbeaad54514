package netadapt.search;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;

/** Draws networks just under a budget, all nearly equally likely. */
final class RandomMoves implements Moves {
  /** Least shares of the budget, from where most networks should be to where any may be. */
  private static final List<Double> LEAST = List.of(0.95, 0.9, 0.8, 0.0);

  private final SearchSpace space;
  private final RandomSubNetworks networks;
  private final double budget;
  private int band;

  RandomMoves(SearchSpace space, double budget) {
    this.space = space;
    this.networks = new RandomSubNetworks(space, 0);
    this.budget = budget;
  }

  @Override
  public Optional<Sample> draw(int index, SplittableRandom random) {
    return networks
        .draw(LEAST.get(band) * budget, budget, random)
        .map(drawn -> sample(index, drawn));
  }

  @Override
  public boolean widen() {
    boolean wider = band + 1 < LEAST.size();
    band += wider ? 1 : 0;
    return wider;
  }

  @Override
  public int patience() {
    return 20;
  }

  private Sample sample(int index, Architecture drawn) {
    double resource = space.metric().of(SubNetwork.of(space.network(), drawn));
    return new Sample(index, drawn, Move.RANDOM, List.of(), List.of(), List.of(), resource);
  }
}
