package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import org.junit.jupiter.api.Test;

class ScoreEstimateTest {
  private static final SuperNetwork CHAIN = Oracles.chain();

  @Test
  void networksThatNobodyScoredAreEstimatedByThoseThatAre() {
    List<Architecture> all = Oracles.all(CHAIN);
    Map<Architecture, Score> scores = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i += 3) {
      double value = Oracles.value(all.get(i));
      scores.put(all.get(i), new Score(0, value, 0, 1, 1, false, 0, 0, ""));
    }

    ScoreEstimate estimate = ScoreEstimate.of(CHAIN, scores);

    // Scores lie between 0 and 26.
    assertThat(all)
        .filteredOn(network -> !scores.containsKey(network))
        .hasSizeGreaterThan(100)
        .allSatisfy(
            network ->
                assertThat(estimate.of(network).mean())
                    .isCloseTo(Oracles.value(network), within(1.0)));
  }

  @Test
  void whereNothingIsScoredNothingIsEstimated() {
    Map<Architecture, Score> failed = Map.of(CHAIN.full(), Score.failed(0, 0, ""));

    assertThatThrownBy(() -> ScoreEstimate.of(CHAIN, failed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("none of 1 networks has a score to estimate others by");
  }
}
