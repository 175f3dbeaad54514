package netadapt.nn.kernels;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import netadapt.arch.Activation;
import netadapt.arch.Weights;
import netadapt.nn.kernels.Kernels.BatchNormalization;
import netadapt.nn.kernels.Kernels.Finish;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
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
 * What do our passes after a convolution take, forward and backward, over oneDNN's batch
 * normalisation with fused ReLU? Ours without and with ordered dropout and bypass, which oneDNN's
 * does not have.
 *
 * <pre>submit/benchmark.sh kernels</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 40)
@Measurement(iterations = 15)
@Fork(1)
public class FinishStep {
  /** Images, their side, channels. */
  @Param({"16x56x128", "16x14x512"})
  public String workload;

  private final OneDnnKernels kernels = new OneDnnKernels(NativeThreads.current());
  private INDArray x;
  private INDArray y;
  private INDArray out;
  private INDArray dOut;
  private INDArray dy;
  private INDArray dGamma;
  private INDArray dBeta;
  private INDArray scaleShift;
  private INDArray dScaleShift;
  private BatchNormalization normalization;
  private Finish dense;
  private Finish elastic;
  private OneDnn.Operation forward;
  private OneDnn.Operation backward;
  private Pointer[] forwardOperands;
  private Pointer[] backwardOperands;

  /** Milliseconds forward and backward. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Millis {
    /** All filters kept. */
    public double dense;

    /** Every image with widths of its own. */
    public double elastic;

    /** oneDNN's. */
    public double oneDnn;
  }

  /** Makes noise and the primitives. */
  @Setup
  public void build() {
    int[] sizes = Arrays.stream(workload.split("x")).mapToInt(Integer::parseInt).toArray();
    long[] shape = {sizes[0], sizes[1], sizes[1], sizes[2]};
    int channels = sizes[2];
    x = Nd4j.randn(DataType.FLOAT, shape);
    y = Nd4j.randn(DataType.FLOAT, shape);
    dOut = Nd4j.randn(DataType.FLOAT, shape);
    out = Nd4j.zeros(DataType.FLOAT, shape);
    dy = Nd4j.zeros(DataType.FLOAT, shape);
    dGamma = Nd4j.zeros(DataType.FLOAT, 1, channels);
    dBeta = Nd4j.zeros(DataType.FLOAT, 1, channels);
    normalization =
        new BatchNormalization(
            Nd4j.ones(DataType.FLOAT, 1, channels),
            Nd4j.zeros(DataType.FLOAT, 1, channels),
            Nd4j.zeros(DataType.FLOAT, 1, channels),
            Nd4j.ones(DataType.FLOAT, 1, channels));
    int[] all = new int[sizes[0]];
    int[] some = new int[sizes[0]];
    Arrays.fill(all, channels);
    Arrays.setAll(some, image -> image % 9 * channels / 8);
    dense = new Finish(Activation.RELU, all, channels, 1);
    elastic = new Finish(Activation.RELU, some, channels, 1);
    buildOneDnn(shape);
  }

  private void buildOneDnn(long[] shape) {
    memory.desc data = OneDnn.activations(shape[0], shape[1], shape[2], shape[3]);
    memory.desc pairs = OneDnn.describe(memory.format_tag.nc, 2, shape[3]);
    int flags =
        dnnl.normalization_flags.use_scale_shift.value
            | dnnl.normalization_flags.fuse_norm_relu.value;
    float epsilon = (float) Weights.BATCH_NORM_EPSILON;
    batch_normalization_forward.primitive_desc there =
        new batch_normalization_forward.primitive_desc(
            new batch_normalization_forward.desc(
                dnnl.prop_kind.forward_training.value, data, epsilon, flags),
            OneDnn.OWN_SCRATCH,
            OneDnn.CPU);
    batch_normalization_backward.primitive_desc back =
        new batch_normalization_backward.primitive_desc(
            new batch_normalization_backward.desc(
                dnnl.prop_kind.backward.value, data, data, epsilon, flags),
            OneDnn.OWN_SCRATCH,
            OneDnn.CPU,
            there);
    OneDnn.Scratch scratch = new OneDnn.Scratch();
    memory.desc moments = there.mean_desc();
    forward =
        new OneDnn.Operation(
                new batch_normalization_forward(there), there.scratchpad_desc(), scratch)
            .bind(dnnl.DNNL_ARG_SRC, data)
            .bind(dnnl.DNNL_ARG_SCALE_SHIFT, pairs)
            .bind(dnnl.DNNL_ARG_MEAN, moments)
            .bind(dnnl.DNNL_ARG_VARIANCE, moments)
            .bind(dnnl.DNNL_ARG_WORKSPACE, there.workspace_desc())
            .bind(dnnl.DNNL_ARG_DST, data);
    backward =
        new OneDnn.Operation(
                new batch_normalization_backward(back), back.scratchpad_desc(), scratch)
            .bind(dnnl.DNNL_ARG_SRC, data)
            .bind(dnnl.DNNL_ARG_SCALE_SHIFT, pairs)
            .bind(dnnl.DNNL_ARG_MEAN, moments)
            .bind(dnnl.DNNL_ARG_VARIANCE, moments)
            .bind(dnnl.DNNL_ARG_WORKSPACE, back.workspace_desc())
            .bind(dnnl.DNNL_ARG_DIFF_DST, data)
            .bind(dnnl.DNNL_ARG_DIFF_SRC, data)
            .bind(dnnl.DNNL_ARG_DIFF_SCALE_SHIFT, pairs);
    scaleShift = Nd4j.ones(DataType.FLOAT, 2, shape[3]);
    dScaleShift = Nd4j.ones(DataType.FLOAT, 2, shape[3]);
    Pointer pair = Addresses.pointer(scaleShift);
    Pointer mean = Addresses.pointer(normalization.mean());
    Pointer variance = Addresses.pointer(normalization.variance());
    Pointer workspace = new OneDnn.Scratch().atLeast(there.workspace_desc().get_size());
    Pointer from = Addresses.pointer(y);
    forwardOperands = new Pointer[] {from, pair, mean, variance, workspace, Addresses.pointer(out)};
    backwardOperands =
        new Pointer[] {
          from,
          pair,
          mean,
          variance,
          workspace,
          Addresses.pointer(dOut),
          Addresses.pointer(dy),
          Addresses.pointer(dScaleShift)
        };
  }

  /** One of each. */
  @Benchmark
  public void passes(Millis millis) {
    millis.dense = millis(() -> ours(dense));
    millis.oneDnn = millis(this::theirs);
    millis.elastic = millis(() -> ours(elastic));
  }

  private void ours(Finish finish) {
    kernels.moments(y, normalization.mean(), normalization.variance());
    kernels.finish(finish, normalization, y, x, out);
    kernels.finishBackward(finish, normalization, y, dOut, dy, dGamma, dBeta);
    kernels.bypassBackward(finish, dOut, dy);
  }

  private void theirs() {
    forward.run(forwardOperands);
    backward.run(backwardOperands);
  }

  private static double millis(Runnable action) {
    long began = System.nanoTime();
    action.run();
    return (System.nanoTime() - began) / 1e6;
  }
}
