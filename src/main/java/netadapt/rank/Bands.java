package netadapt.rank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts networks of about the same MACs together, as a search compares them. */
final class Bands {
  /** Networks that a band has at least: of fewer, a correlation says little. */
  private static final int LEAST = 8;

  /** With this many, a band of networks spread over 40% of the MACs spans 8% of them. */
  private static final int MOST = 5;

  private Bands() {}

  /**
   * As many bands as have eight networks each, at least one and at most five.
   *
   * @return in the order of MACs; sizes differ by one at most
   */
  static List<List<RankedNetwork>> of(List<RankedNetwork> networks) {
    List<RankedNetwork> ordered = new ArrayList<>(networks);
    ordered.sort(Comparator.comparingLong(RankedNetwork::macs));
    int count = Math.max(1, Math.min(MOST, ordered.size() / LEAST));
    List<List<RankedNetwork>> bands = new ArrayList<>();
    for (int band = 0; band < count; band++) {
      int from = ordered.size() * band / count;
      int to = ordered.size() * (band + 1) / count;
      bands.add(List.copyOf(ordered.subList(from, to)));
    }
    return bands;
  }
}
