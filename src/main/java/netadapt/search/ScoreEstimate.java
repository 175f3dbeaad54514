package netadapt.search;

import java.util.List;
import java.util.Map;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;

/**
 * What the scores of networks that nobody has scored are expected to be, given those of others: by
 * the model that searches choose with where {@code choose-by} or {@code propose-by} is expected.
 */
public final class ScoreEstimate {
  private final ScoreModel model;

  private ScoreEstimate(ScoreModel model) {
    this.model = model;
  }

  /**
   * Learns from scores.
   *
   * @param network of which all are sub-networks
   * @param scores by canonical architecture, at least one that has not failed; in the order of the
   *     map, on which the last bits of an estimate depend
   * @throws IllegalArgumentException if there is none
   */
  public static ScoreEstimate of(SuperNetwork network, Map<Architecture, Score> scores) {
    ScoreModel model = new ScoreModel(SearchSpace.of(network, new MacCount(), List.of()));
    boolean any = false;
    for (Map.Entry<Architecture, Score> known : scores.entrySet()) {
      if (!known.getValue().failed()) {
        model.add(scored(known.getKey(), known.getValue()));
        any = true;
      }
    }
    if (!any) {
      throw new IllegalArgumentException(
          "none of %d networks has a score to estimate others by".formatted(scores.size()));
    }
    return new ScoreEstimate(model);
  }

  /**
   * What the score of a network that has none is expected to be.
   *
   * @param canonical architecture
   */
  public Expectation of(Architecture canonical) {
    return model.expected(scored(canonical, Score.failed(0, 0, "")));
  }

  private static Scored scored(Architecture canonical, Score score) {
    return new Scored(0, Sample.given(0, canonical, 0), score);
  }
}
