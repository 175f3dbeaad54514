package netadapt.nn.kernels;

import java.util.concurrent.TimeUnit;
import netadapt.nn.kernels.Kernels.Geometry;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How much faster is the weight gradient of a large depthwise kernel put together from 3×3 ones
 * than oneDNN's own, channels last? (In oneDNN's blocked order it has only a reference
 * implementation, some fifty times slower still.)
 *
 * <pre>submit/benchmark.sh kernels</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 9)
@Fork(1)
public class WideWeightGradient {
  /** Kernel, image's side, channels; 16 images. */
  @Param({"5x56x128", "5x14x512", "7x28x128", "7x7x1024"})
  public String workload;

  private INDArray x;
  private INDArray dy;
  private INDArray dWeight;
  private OneDnnConvolution ours;
  private OneDnnConvolution theirs;

  /** Milliseconds. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Millis {
    /** From 3×3 windows. */
    public double ours;

    /** By oneDNN's one primitive. */
    public double oneDnn;
  }

  /** Makes noise and the primitives. */
  @Setup
  public void build() {
    String[] sizes = workload.split("x");
    int kernel = Integer.parseInt(sizes[0]);
    int side = Integer.parseInt(sizes[1]);
    int channels = Integer.parseInt(sizes[2]);
    long[] shape = {16, side, side, channels};
    x = Nd4j.randn(DataType.FLOAT, shape);
    dy = Nd4j.randn(DataType.FLOAT, shape);
    dWeight = Nd4j.zeros(DataType.FLOAT, kernel, kernel, channels);
    Geometry geometry = new Geometry(true, kernel, 1);
    OneDnn.Scratch scratch = new OneDnn.Scratch();
    ours = OneDnnConvolution.of(geometry, shape, dWeight, scratch, new OneDnn.Scratch());
    theirs = new OneDnnConvolution(geometry, shape, dWeight, null, scratch);
  }

  /** One of each. */
  @Benchmark
  public void gradients(Millis millis) {
    millis.ours = millis(ours);
    millis.oneDnn = millis(theirs);
  }

  private double millis(OneDnnConvolution convolution) {
    long began = System.nanoTime();
    convolution.backwardWeights(Addresses.pointer(x), Addresses.pointer(dy), dWeight);
    return (System.nanoTime() - began) / 1e6;
  }
}
