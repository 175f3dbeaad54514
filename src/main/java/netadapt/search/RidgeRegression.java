package netadapt.search;

import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * A linear function of features with a penalty on its squared coefficients: the posterior mean
 * where these are normally distributed around 0 beforehand.
 */
final class RidgeRegression {
  /** Penalties per observation, of which the likeliest is taken. */
  static final double[] RIDGES = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10};

  /** Of the values' variance: as good as none. */
  private static final double NOTHING = 1e-12;

  private final double count;
  private final double meanValue;
  private final RealVector means;
  private final RealVector coefficients;
  private final CholeskyDecomposition penalized;
  private final double residualVariance;
  private final double logEvidence;

  /**
   * Fits the function.
   *
   * @param equations of at least one observation
   */
  static RidgeRegression fit(NormalEquations equations) {
    RealMatrix scatter = equations.scatter();
    RidgeRegression likeliest = null;
    for (double ridge : RIDGES) {
      RidgeRegression fitted = new RidgeRegression(equations, scatter, ridge);
      if (likeliest == null || fitted.logEvidence > likeliest.logEvidence) {
        likeliest = fitted;
      }
    }
    return likeliest;
  }

  private RidgeRegression(NormalEquations equations, RealMatrix scatter, double ridge) {
    this.count = equations.weights();
    double penalty = ridge * count;
    RealVector cross = equations.crossScatter();
    RealMatrix sum = scatter.copy();
    for (int i = 0; i < sum.getRowDimension(); i++) {
      sum.addToEntry(i, i, penalty);
    }
    this.meanValue = equations.meanValue();
    this.means = equations.means();
    this.penalized = new CholeskyDecomposition(sum, 1e-6, 0);
    this.coefficients = penalized.getSolver().solve(cross);
    double explained = coefficients.dotProduct(cross);
    double least = NOTHING * equations.valueScatter() + Double.MIN_NORMAL;
    this.residualVariance = Math.max(least, equations.valueScatter() - explained) / count;
    // The marginal likelihood's logarithm with the noise variance at its likeliest, but a constant.
    this.logEvidence =
        -0.5 * (logDeterminant(penalized.getL()) - sum.getRowDimension() * StrictMath.log(penalty))
            - 0.5 * count * StrictMath.log(residualVariance);
  }

  /** The value at some features. */
  double of(double[] x) {
    return meanValue + coefficients.dotProduct(deviation(x));
  }

  /**
   * Variance of the function's value at some features, as a multiple of that of one observation:
   * how well it is known there.
   */
  double leverage(double[] x) {
    RealVector deviation = deviation(x);
    return 1 / count + deviation.dotProduct(penalized.getSolver().solve(deviation));
  }

  /** Variance of what the function does not explain. */
  double residualVariance() {
    return residualVariance;
  }

  private RealVector deviation(double[] x) {
    return new ArrayRealVector(x).subtract(means);
  }

  /** Of the product of a triangular matrix with its transpose. */
  private static double logDeterminant(RealMatrix triangular) {
    double sum = 0;
    for (int i = 0; i < triangular.getRowDimension(); i++) {
      sum += 2 * StrictMath.log(triangular.getEntry(i, i));
    }
    return sum;
  }
}
