package netadapt.score;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;

/**
 * What a sub-network made of a shard's images.
 *
 * @param tally what they add up to
 * @param images what the metric says of each, by its number in the shard
 */
public record Outcome(Tally tally, ImageScores images) implements Serializable {
  public Outcome {
    images = images.copy();
  }

  @Override
  public ImageScores images() {
    return images.copy();
  }

  /**
   * Standard errors of scores as they are compared with each other.
   *
   * @param outcomes of networks on the same images
   * @return one per network, in order; 0 for one that failed
   */
  public static List<Double> errors(List<Outcome> outcomes) {
    List<Outcome> valid =
        outcomes.stream().filter(one -> Double.isFinite(one.tally.score())).toList();
    Iterator<Double> errors =
        PairedErrors.of(
                valid.stream().map(one -> one.images).toList(),
                valid.stream().map(one -> (int) one.tally.images()).toList())
            .iterator();
    return outcomes.stream()
        .map(one -> Double.isFinite(one.tally.score()) ? errors.next() : Double.valueOf(0))
        .toList();
  }
}
