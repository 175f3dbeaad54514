package netadapt.search;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * One finished iteration of a search.
 *
 * @param index 0 for the initial network, then 1, 2, …
 * @param stage what it was for
 * @param samples by index
 * @param scores one per sample, by index
 * @param predicted one per sample, by index: what its score was expected to be before it was
 *     scored, given all scores of earlier iterations; empty in iteration 0
 * @param expected one per sample, by index: what its score is expected to be, given all scores up
 *     to this iteration's; for a sample that failed, what the others say
 * @param best the network that the search goes on from: of this iteration, or of an earlier one
 *     where none of its samples is better
 * @param bestExpected what the best one's score is expected to be
 * @param seconds time the iteration took
 */
public record Iteration(
    int index,
    Stage stage,
    List<Sample> samples,
    List<Score> scores,
    List<OptionalDouble> predicted,
    List<Expectation> expected,
    Scored best,
    Expectation bestExpected,
    double seconds) {
  public Iteration {
    samples = List.copyOf(samples);
    scores = List.copyOf(scores);
    predicted = List.copyOf(predicted);
    expected = List.copyOf(expected);
    if (samples.size() != scores.size()
        || samples.size() != predicted.size()
        || samples.size() != expected.size()
        || best.iteration() > index
        || (best.iteration() == index && best.sample().index() >= samples.size())) {
      throw new IllegalArgumentException(
          "iteration %d has %d samples, %d scores, %d predicted and %d expected ones, and best sample %d of iteration %d"
              .formatted(
                  index,
                  samples.size(),
                  scores.size(),
                  predicted.size(),
                  expected.size(),
                  best.sample().index(),
                  best.iteration()));
    }
  }

  /** Whether a sample is the best one. */
  public boolean selected(int sample) {
    return best.iteration() == index && best.sample().index() == sample;
  }

  /** The samples with their scores, by index. */
  List<Scored> scored() {
    return IntStream.range(0, samples.size())
        .mapToObj(i -> new Scored(index, samples.get(i), scores.get(i)))
        .toList();
  }
}
