package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedErrorsTest {
  private static final int IMAGES = 200;

  /** Networks that have easy images right more often than hard ones. */
  private static List<BitSet> outcomes(int networks, Random random) {
    List<BitSet> right = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      right.add(new BitSet());
    }
    for (int image = 0; image < IMAGES; image++) {
      double ease = random.nextDouble();
      for (int i = 0; i < networks; i++) {
        right.get(i).set(image, random.nextDouble() < ease + 0.05 * i);
      }
    }
    return right;
  }

  private static List<Double> errors(List<BitSet> right, List<Integer> images) {
    return PairedErrors.of(right.stream().<ImageScores>map(RightImages::new).toList(), images);
  }

  /** The same images, each worth a number. */
  private static List<ImageScores> measured(List<BitSet> right, double worth) {
    List<ImageScores> all = new ArrayList<>();
    for (BitSet one : right) {
      ImageScores scores = new MeasuredImages();
      for (int image = 0; image < IMAGES; image++) {
        scores.set(image, one.get(image) ? worth : 0);
      }
      all.add(scores);
    }
    return all;
  }

  /** Half the variance of a mean of differences, one per image, averaged over the others. */
  private static double plain(List<BitSet> right, List<Integer> images, int one) {
    double sum = 0;
    for (int other = 0; other < right.size(); other++) {
      int common = Math.min(images.get(one), images.get(other));
      double mean = 0;
      double squares = 0;
      for (int image = 0; image < common && other != one; image++) {
        int difference =
            (right.get(one).get(image) ? 1 : 0) - (right.get(other).get(image) ? 1 : 0);
        mean += (double) difference / common;
        squares += (double) difference * difference / common;
      }
      sum += (squares - mean * mean) / images.get(one);
    }
    return Math.sqrt(sum / (right.size() - 1) / 2);
  }

  @Test
  void errorsAreThoseOfThePairsDifferencesImageByImage() {
    for (int seed = 0; seed < 5; seed++) {
      List<BitSet> right = outcomes(6, new Random(seed));
      List<Integer> images = List.of(200, 200, 50, 120, 200, 50);

      List<Double> errors = errors(right, images);

      for (int i = 0; i < right.size(); i++) {
        assertThat(errors.get(i)).isCloseTo(plain(right, images, i), within(1e-12));
      }
    }
  }

  @Test
  void squaredErrorsOfTwoAddUpToTheVarianceOfTheirDifferenceOverManySetsOfImages() {
    Random random = new Random(4);
    int sets = 4000;
    double sum = 0;
    double squares = 0;
    double variance = 0;
    for (int set = 0; set < sets; set++) {
      List<BitSet> right = outcomes(2, random);
      List<Double> errors = errors(right, List.of(IMAGES, IMAGES));
      double difference =
          (double) (right.get(0).cardinality() - right.get(1).cardinality()) / IMAGES;
      sum += difference;
      squares += difference * difference;
      variance += errors.get(0) * errors.get(0) + errors.get(1) * errors.get(1);
    }
    double seen = squares / sets - (sum / sets) * (sum / sets);
    assertThat(variance / sets).isCloseTo(seen, within(0.1 * seen));
  }

  @Test
  void oneNetworkAloneHasTheErrorOfAShare() {
    BitSet right = new BitSet();
    right.set(0, 30);

    assertThat(errors(List.of(right), List.of(100))).containsExactly(Math.sqrt(0.3 * 0.7 / 100));
  }

  @Test
  void imagesThatWereNotSeenDoNotCount() {
    List<BitSet> right = outcomes(3, new Random(1));
    List<BitSet> seen = right.stream().map(all -> all.get(0, 50)).toList();
    List<Integer> images = Collections.nCopies(3, 50);

    assertThat(errors(right, images)).isEqualTo(errors(seen, images));
    assertThat(errors(right.subList(0, 1), List.of(50)))
        .isEqualTo(errors(seen.subList(0, 1), List.of(50)));
  }

  @Test
  void networksThatHaveTheSameImagesRightHaveNoError() {
    BitSet right = outcomes(1, new Random(2)).get(0);

    assertThat(errors(List.of(right, right), List.of(IMAGES, IMAGES))).containsExactly(0.0, 0.0);
  }

  @Test
  void errorsOfNumbersGrowWithTheNumbers() {
    List<BitSet> right = outcomes(4, new Random(3));
    List<Integer> images = List.of(200, 200, 50, 120);
    List<Double> shares = errors(right, images);

    List<Double> errors = PairedErrors.of(measured(right, -2.5), images);

    for (int i = 0; i < errors.size(); i++) {
      assertThat(errors.get(i)).isCloseTo(2.5 * shares.get(i), within(1e-9));
    }
    assertThat(PairedErrors.of(measured(right.subList(0, 1), 2.5), List.of(50)).get(0))
        .isCloseTo(2.5 * errors(right.subList(0, 1), List.of(50)).get(0), within(1e-9));
  }

  @Test
  void noNetworksHaveNoErrors() {
    assertThat(errors(List.of(), List.of())).isEmpty();
  }
}
