package netadapt.rank;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How well a score ranks networks that were trained one by one, beside rankings that cost nothing.
 * All intervals are 95% ones of 2,000 bootstrap draws.
 *
 * @param networks how many there are
 * @param bands of about equal MACs, into which they are put for {@code withinBands}
 * @param overall agreement of every ranking on all networks
 * @param withinBands mean over the bands of the agreement within each
 * @param advantage Kendall's tau of the score less that of MACs, on all networks
 * @param repeated Kendall's tau of the first and the second training of the same networks, on all
 *     networks: how well one training predicts another; undefined if they were trained once
 * @param repeatedWithinBands the mean over the bands of the same within each
 */
public record RankCheck(
    int networks,
    int bands,
    Map<Ranking, Agreement> overall,
    Map<Ranking, Agreement> withinBands,
    Estimate advantage,
    Estimate repeated,
    Estimate repeatedWithinBands) {
  private static final int RESAMPLES = 2000;

  public RankCheck {
    overall = Collections.unmodifiableMap(new EnumMap<>(overall));
    withinBands = Collections.unmodifiableMap(new EnumMap<>(withinBands));
  }

  /**
   * Computes all of it.
   *
   * @param networks any number; of fewer than two nearly everything is undefined
   * @param seed of the bootstrap
   */
  public static RankCheck of(List<RankedNetwork> networks, long seed) {
    Bootstrap bootstrap = new Bootstrap(RESAMPLES, seed);
    List<List<RankedNetwork>> all = List.of(networks);
    List<List<RankedNetwork>> bands = Bands.of(networks);
    return new RankCheck(
        networks.size(),
        bands.size(),
        agreements(all, bootstrap),
        agreements(bands, bootstrap),
        bootstrap.of(
            all,
            drawn ->
                RankStatistics.tau(Ranking.SCORE, drawn) - RankStatistics.tau(Ranking.MACS, drawn)),
        bootstrap.of(all, RankStatistics::repeatedTau),
        bootstrap.of(bands, RankStatistics::repeatedTau));
  }

  private static Map<Ranking, Agreement> agreements(
      List<List<RankedNetwork>> bands, Bootstrap bootstrap) {
    Map<Ranking, Agreement> agreements = new EnumMap<>(Ranking.class);
    for (Ranking ranking : Ranking.values()) {
      agreements.put(
          ranking,
          new Agreement(
              bootstrap.of(bands, networks -> RankStatistics.tau(ranking, networks)),
              bootstrap.of(bands, networks -> RankStatistics.rho(ranking, networks)),
              bootstrap.of(bands, networks -> RankStatistics.loss(ranking, networks))));
    }
    return agreements;
  }
}
