package netadapt.search;

import java.util.List;

/**
 * How far the scores of some samples lie apart, and how much of that is noise.
 *
 * @param deviation standard deviation of the scores; 0 for one
 * @param error root mean square of their standard errors
 */
public record Spread(double deviation, double error) {
  /** That of the scores on all images. */
  public static Spread of(List<Score> scores) {
    List<Score> eligible = scores.stream().filter(Score::eligible).toList();
    double mean = eligible.stream().mapToDouble(Score::value).average().orElse(0);
    double squares =
        eligible.stream().mapToDouble(s -> (s.value() - mean) * (s.value() - mean)).sum();
    double errors = eligible.stream().mapToDouble(s -> s.error() * s.error()).average().orElse(0);
    return new Spread(
        eligible.size() < 2 ? 0 : Math.sqrt(squares / (eligible.size() - 1)), Math.sqrt(errors));
  }

  /** Whether noise is most of it, so that the highest score is mostly the luckiest one. */
  public boolean drowned() {
    return deviation > 0 && error * error > deviation * deviation / 2;
  }
}
