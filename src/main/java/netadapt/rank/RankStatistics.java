package netadapt.rank;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/** The numbers that say how a ranking does on some networks; not a number where undefined. */
final class RankStatistics {
  private RankStatistics() {}

  /** Kendall's tau-b, which allows for ties. */
  static double tau(Ranking ranking, List<RankedNetwork> networks) {
    return tau(ranks(ranking, networks), accuracies(networks));
  }

  /** Kendall's tau-b of the first and the second training of those that were trained twice. */
  static double repeatedTau(List<RankedNetwork> networks) {
    List<RankedNetwork> twice =
        networks.stream().filter(network -> network.accuracies().size() > 1).toList();
    return tau(
        numbers(twice, network -> network.accuracies().get(0)),
        numbers(twice, network -> network.accuracies().get(1)));
  }

  private static double tau(double[] ranks, double[] accuracies) {
    return ranks.length < 2 ? Double.NaN : new KendallsCorrelation().correlation(ranks, accuracies);
  }

  /** Spearman's rho; those that are equal have the mean of their ranks. */
  static double rho(Ranking ranking, List<RankedNetwork> networks) {
    return networks.size() < 2
        ? Double.NaN
        : new SpearmansCorrelation().correlation(ranks(ranking, networks), accuracies(networks));
  }

  /** Accuracy of the best less that of the first, or less the mean of all that are first. */
  static double loss(Ranking ranking, List<RankedNetwork> networks) {
    double first = networks.stream().mapToDouble(ranking::of).max().orElse(Double.NaN);
    double best = networks.stream().mapToDouble(RankedNetwork::accuracy).max().orElse(Double.NaN);
    return networks.stream()
        .filter(network -> ranking.of(network) == first)
        .mapToDouble(network -> best - network.accuracy())
        .average()
        .orElse(Double.NaN);
  }

  private static double[] ranks(Ranking ranking, List<RankedNetwork> networks) {
    return numbers(networks, ranking::of);
  }

  private static double[] accuracies(List<RankedNetwork> networks) {
    return numbers(networks, RankedNetwork::accuracy);
  }

  private static double[] numbers(
      List<RankedNetwork> networks, ToDoubleFunction<RankedNetwork> number) {
    return networks.stream().mapToDouble(number).toArray();
  }
}
