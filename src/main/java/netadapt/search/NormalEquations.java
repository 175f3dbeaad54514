package netadapt.search;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/** The sums over weighted observations that a linear regression needs, added one by one. */
final class NormalEquations {
  private final double[][] products; // of features, below the diagonal
  private final double[] sums; // of features
  private final double[] crossed; // features times values
  private double weights;
  private double valueSum;
  private double squaredValues;

  /**
   * @param features of an observation
   */
  NormalEquations(int features) {
    this.products = new double[features][features];
    this.sums = new double[features];
    this.crossed = new double[features];
  }

  /**
   * Adds an observation.
   *
   * @param x its features
   * @param value that they are to explain
   * @param weight how many observations it counts for
   */
  void add(double[] x, double value, double weight) {
    for (int i = 0; i < x.length; i++) {
      double weighted = weight * x[i];
      double[] row = products[i];
      for (int j = 0; j <= i; j++) {
        row[j] += weighted * x[j];
      }
      sums[i] += weighted;
      crossed[i] += weighted * value;
    }
    weights += weight;
    valueSum += weight * value;
    squaredValues += weight * value * value;
  }

  double weights() {
    return weights;
  }

  double meanValue() {
    return valueSum / weights;
  }

  /** {@code [features]}. */
  RealVector means() {
    return new ArrayRealVector(sums).mapDivideToSelf(weights);
  }

  /** {@code [features, features]}: products of deviations from the means, summed. */
  RealMatrix scatter() {
    double[][] scatter = new double[sums.length][sums.length];
    for (int i = 0; i < sums.length; i++) {
      for (int j = 0; j <= i; j++) {
        scatter[i][j] = products[i][j] - sums[i] * sums[j] / weights;
        scatter[j][i] = scatter[i][j];
      }
    }
    return new Array2DRowRealMatrix(scatter, false);
  }

  /** {@code [features]}: products of the features' deviations and the value's, summed. */
  RealVector crossScatter() {
    double[] scatter = new double[sums.length];
    for (int i = 0; i < sums.length; i++) {
      scatter[i] = crossed[i] - sums[i] * meanValue();
    }
    return new ArrayRealVector(scatter, false);
  }

  /** Squared deviations of the values, summed. */
  double valueScatter() {
    return Math.max(0, squaredValues - valueSum * meanValue());
  }
}
