package example;

import netadapt.arch.SubNetwork;
import netadapt.cost.Operator;
import netadapt.cost.Operators;
import netadapt.cost.Resource;

// example
/**
 * Milliseconds on an accelerator whose operators compute or move numbers, whichever takes longer.
 */
public final class RooflineLatency implements Resource {
  private static final double MACS_PER_MS = 1e9; // one tera-MAC a second
  private static final double BYTES_PER_MS = 20e6; // 20 gigabytes a second

  @Override
  public String name() {
    return "roofline_ms";
  }

  @Override
  public String unit() {
    return "ms";
  }

  @Override
  public double of(SubNetwork network) {
    double[] sum = {0};
    Operators.of(network, operator -> sum[0] += millis(operator));
    return sum[0];
  }

  private static double millis(Operator operator) {
    double read = (double) operator.inputs() * operator.height() * operator.width();
    boolean scales = operator.kind() == Operator.Kind.SQUEEZE_EXCITE;
    double channels = scales ? operator.inputs() : operator.outputs();
    double written = channels * operator.outputHeight() * operator.outputWidth();
    return Math.max(operator.macs() / MACS_PER_MS, 4 * (read + written) / BYTES_PER_MS);
  }
}
// end
