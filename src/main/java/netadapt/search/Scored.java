package netadapt.search;

/**
 * A sample with its score.
 *
 * @param iteration that proposed it
 * @param sample what was scored
 * @param score how well it does
 */
public record Scored(int iteration, Sample sample, Score score) {
  /** What the network costs by the metric that guides the search. */
  public double resource() {
    return sample.resource();
  }
}
