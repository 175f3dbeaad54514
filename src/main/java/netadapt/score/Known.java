package netadapt.score;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import netadapt.task.Quality;

/** How far a sub-network has come. */
final class Known {
  final List<Tally> rounds = new ArrayList<>();
  final ImageScores images;
  final List<Tally> measuring = new ArrayList<>();

  Known(Quality metric) {
    this.images = ImageScores.of(metric);
  }

  /** Adds the next round. */
  void add(List<Outcome> shards) {
    int seen = rounds.stream().mapToInt(round -> (int) round.images()).sum();
    for (Outcome outcome : shards) {
      images.add(seen, outcome.images());
      seen += (int) outcome.tally().images();
    }
    rounds.add(sum(shards.stream().map(Outcome::tally)));
  }

  /**
   * The sums over the first rounds, of which there is one at least. What images are worth is added
   * in their order, so that scores are the same however the images were cut.
   */
  Tally tally(int count) {
    Tally sum = sum(Stream.concat(rounds.stream().limit(count), measuring.stream()));
    return sum.withValue(images.sum(Math.toIntExact(sum.images())));
  }

  /** What was done before takes no time now. */
  void again() {
    rounds.replaceAll(Tally::again);
    measuring.clear();
  }

  private static Tally sum(Stream<Tally> tallies) {
    return tallies.reduce(Tally::plus).orElseThrow();
  }
}
