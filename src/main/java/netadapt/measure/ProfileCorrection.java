package netadapt.measure;

import java.util.Collection;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * What the times of nodes have to be corrected by, so that they add up to the times of whole
 * networks: each node is measured with what it takes to measure it, and a network takes something
 * beside its nodes.
 *
 * @param perNode microseconds that each node's time is too much, at least 0
 * @param beside microseconds that a network takes beside its nodes, at least 0
 */
record ProfileCorrection(double perNode, double beside) {
  /**
   * The one with the least squares of relative errors. Where all networks have as many nodes, what
   * they take beside these cannot be told from what each node takes.
   */
  static ProfileCorrection fit(Collection<NetworkTimes> networks) {
    boolean differ =
        networks.stream().map(network -> network.nodes().size()).distinct().count() > 1;
    if (differ && networks.size() > 2) {
      double[] both = fit(networks, /* beside= */ true);
      if (both[0] >= 0 && both[1] >= 0) {
        return new ProfileCorrection(both[0], both[1]);
      }
    }
    return new ProfileCorrection(Math.max(0, fit(networks, /* beside= */ false)[0]), 0);
  }

  private static double[] fit(Collection<NetworkTimes> networks, boolean beside) {
    double[] excess = new double[networks.size()];
    double[][] features = new double[networks.size()][];
    int i = 0;
    for (NetworkTimes network : networks) {
      double perNode = network.nodes().size() / network.micros();
      excess[i] = (network.nodeMicros() - network.micros()) / network.micros();
      features[i++] =
          beside ? new double[] {perNode, -1 / network.micros()} : new double[] {perNode};
    }
    RealMatrix matrix = new Array2DRowRealMatrix(features);
    return new QRDecomposition(matrix).getSolver().solve(new ArrayRealVector(excess)).toArray();
  }

  /** What nodes take by themselves, at least 0. */
  double correct(OperatorTimes.NodeSum sum) {
    return Math.max(0, sum.micros() - perNode * sum.nodes());
  }
}
