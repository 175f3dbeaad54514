package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import netadapt.Seeds;
import netadapt.data.AutoAugment.Change;
import netadapt.data.AutoAugment.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class AutoAugmentTest {
  private static final int DRAWS = 20_000;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void aPolicyHasTwentyFivePairs(AutoAugment policy) {
    assertThat(policy.pairs()).hasSize(25);
    for (Pair pair : policy.pairs()) {
      for (Change change : new Change[] {pair.first(), pair.second()}) {
        assertThat(change.probability()).isBetween(0.0, 1.0);
        assertThat(change.level()).isBetween(0, AugmentOperation.LAST_LEVEL);
      }
    }
  }

  @Test
  void withoutAPolicyNothingIsDrawn() {
    DecodedImage image = Pictures.random(5, 4, 3, 1);
    SplittableRandom random = new SplittableRandom(7);

    assertThat(AutoAugment.NONE.change(image, random)).isSameAs(image);
    assertThat(random.nextLong()).isEqualTo(new SplittableRandom(7).nextLong());
  }

  /**
   * How often each image comes out is what follows from the pairs, each drawn once in 25 times, and
   * the probabilities of their operations; the sign of a change is either one half of the time.
   */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void imagesComeOutAsOftenAsThePairsSay(AutoAugment policy) {
    DecodedImage image = Pictures.computed(12, 11, 3, 20, 150);
    Map<String, Double> expected = new TreeMap<>();
    for (Pair pair : policy.pairs()) {
      Map<DecodedImage, Double> once = outcomes(image, pair.first());
      once.forEach(
          (first, share) ->
              outcomes(first, pair.second())
                  .forEach(
                      (both, next) -> expected.merge(key(both), share * next / 25, Double::sum)));
    }

    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      seen.merge(key(policy.change(image, Seeds.random(3, "policy", i))), 1, Integer::sum);
    }

    assertThat(expected.values().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-9));
    assertThat(expected.keySet()).containsAll(seen.keySet());
    expected.forEach(
        (key, share) -> {
          double deviation = Math.sqrt(share * (1 - share) / DRAWS);
          double frequency = seen.getOrDefault(key, 0) / (double) DRAWS;
          assertThat(frequency).isCloseTo(share, within(4.5 * deviation + 1e-9));
        });
  }

  /** What may become of an image, and how likely. */
  private static Map<DecodedImage, Double> outcomes(DecodedImage image, Change change) {
    Map<DecodedImage, Double> outcomes = new HashMap<>();
    outcomes.put(image, 1 - change.probability());
    for (boolean backwards : new boolean[] {false, true}) {
      DecodedImage changed = change.operation().apply(image, change.level(), backwards);
      outcomes.merge(changed, change.probability() / 2, Double::sum);
    }
    return outcomes;
  }

  private static String key(DecodedImage image) {
    return new String(image.pixels(), StandardCharsets.ISO_8859_1);
  }
}
