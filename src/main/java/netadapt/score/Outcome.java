package netadapt.score;

import java.io.Serializable;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

/**
 * What a sub-network made of a shard's images.
 *
 * @param tally what they add up to
 * @param right those, by their number in the shard, that the metric gives more than 0
 */
public record Outcome(Tally tally, BitSet right) implements Serializable {
  public Outcome {
    right = (BitSet) right.clone();
  }

  @Override
  public BitSet right() {
    return (BitSet) right.clone();
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
                valid.stream().map(one -> one.right).toList(),
                valid.stream().map(one -> (int) one.tally.images()).toList())
            .iterator();
    return outcomes.stream()
        .map(one -> Double.isFinite(one.tally.score()) ? errors.next() : Double.valueOf(0))
        .toList();
  }
}
