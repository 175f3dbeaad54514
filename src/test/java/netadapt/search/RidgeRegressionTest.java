package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RidgeRegressionTest {
  private static final int COUNT = 8;
  private static final int FEATURES = 3;

  /** {@code [count, features]} and {@code [count]}: a linear function with noise. */
  private record Observations(double[][] features, double[] values) {
    static Observations random(long seed) {
      Random random = new Random(seed);
      double[][] features = new double[COUNT][FEATURES];
      double[] values = new double[COUNT];
      double noise = random.nextDouble();
      for (int i = 0; i < COUNT; i++) {
        for (int j = 0; j < FEATURES; j++) {
          features[i][j] = 2 + random.nextGaussian();
          values[i] += j * features[i][j];
        }
        values[i] += noise * random.nextGaussian();
      }
      return new Observations(features, values);
    }

    RidgeRegression fit(double weight) {
      NormalEquations equations = new NormalEquations(FEATURES);
      for (int i = 0; i < COUNT; i++) {
        equations.add(features[i], values[i], weight);
      }
      return RidgeRegression.fit(equations);
    }
  }

  /** The same by the books: a normal distribution of all values together. */
  private static final class Textbook {
    private final RealVector means;
    private final double mean;
    private final RealVector coefficients;
    private final double variance;
    private final double evidence;

    Textbook(Observations all, double penalty) {
      double[] means = new double[FEATURES];
      double[][] centred = new double[COUNT][FEATURES];
      for (int j = 0; j < FEATURES; j++) {
        for (int i = 0; i < COUNT; i++) {
          means[j] += all.features()[i][j] / COUNT;
        }
        for (int i = 0; i < COUNT; i++) {
          centred[i][j] = all.features()[i][j] - means[j];
        }
      }
      this.means = new ArrayRealVector(means);
      this.mean = StatUtils.mean(all.values());
      RealMatrix x = new Array2DRowRealMatrix(centred);
      RealVector y = new ArrayRealVector(all.values()).mapSubtract(mean);
      RealMatrix sum =
          x.transpose()
              .multiply(x)
              .add(MatrixUtils.createRealIdentityMatrix(FEATURES).scalarMultiply(penalty));
      this.coefficients = new LUDecomposition(sum).getSolver().solve(x.transpose().operate(y));
      // The values' covariance, where the noise has a variance of 1.
      RealMatrix covariance =
          x.multiply(x.transpose())
              .scalarMultiply(1 / penalty)
              .add(MatrixUtils.createRealIdentityMatrix(COUNT));
      LUDecomposition decomposed = new LUDecomposition(covariance);
      this.variance = y.dotProduct(decomposed.getSolver().solve(y)) / COUNT;
      this.evidence =
          -0.5
              * (COUNT * Math.log(2 * Math.PI * variance)
                  + Math.log(decomposed.getDeterminant())
                  + COUNT);
    }

    static Textbook likeliest(Observations all) {
      Textbook likeliest = null;
      for (double ridge : RidgeRegression.RIDGES) {
        Textbook next = new Textbook(all, ridge * COUNT);
        likeliest = likeliest == null || next.evidence > likeliest.evidence ? next : likeliest;
      }
      return likeliest;
    }

    double of(double[] x) {
      return mean + coefficients.dotProduct(new ArrayRealVector(x).subtract(means));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theFunctionIsTheTextbooksWithTheLikeliestPenalty(long seed) {
    Observations all = Observations.random(seed);
    RidgeRegression fitted = all.fit(1);
    Textbook expected = Textbook.likeliest(all);

    for (double[] x : new double[][] {{0, 0, 0}, {1, 2, 3}, {-3, 1, 5}}) {
      assertThat(fitted.of(x)).isCloseTo(expected.of(x), within(1e-6));
    }
    assertThat(fitted.residualVariance()).isCloseTo(expected.variance, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anObservationOfWeightTwoCountsAsTwo(long seed) {
    Observations all = Observations.random(seed);
    NormalEquations twice = new NormalEquations(FEATURES);
    for (int i = 0; i < 2 * COUNT; i++) {
      twice.add(all.features()[i % COUNT], all.values()[i % COUNT], 1);
    }

    assertThat(all.fit(2).of(new double[] {1, 2, 3}))
        .isCloseTo(RidgeRegression.fit(twice).of(new double[] {1, 2, 3}), within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theFunctionIsKnownTheWorseTheFurtherFromTheObservations(long seed) {
    RidgeRegression fitted = Observations.random(seed).fit(1);

    assertThat(fitted.leverage(new double[] {9, 9, 9}))
        .isGreaterThan(fitted.leverage(new double[] {4, 4, 4}))
        .isGreaterThan(fitted.leverage(new double[] {2, 2, 2}));
  }
}
