package netadapt.benchmark;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import netadapt.arch.Activation;
import netadapt.arch.Weights;
import netadapt.nn.kernels.Kernels;
import netadapt.nn.kernels.Kernels.BatchNormalization;
import netadapt.nn.kernels.Kernels.Finish;
import netadapt.nn.kernels.NativeThreads;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
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
 * <p>Without them, both must give the same.
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

  private final Kernels kernels = Kernels.oneDnn(NativeThreads.current());
  private INDArray x;
  private INDArray y;
  private INDArray out;
  private INDArray dOut;
  private INDArray dy;
  private INDArray dGamma;
  private INDArray dBeta;
  private INDArray scaleShift;
  private INDArray theirOut;
  private INDArray theirDy;
  private BatchNormalization normalization;
  private Finish dense;
  private Finish elastic;
  private OneDnnPrimitive forward;
  private OneDnnPrimitive backward;

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

  /** Makes noise and the primitives, and computes both once. */
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
    requireSame();
  }

  private void buildOneDnn(long[] shape) {
    memory.desc data = OneDnnPrimitive.channelsLast(shape);
    int flags =
        dnnl.normalization_flags.use_scale_shift.value
            | dnnl.normalization_flags.fuse_norm_relu.value;
    float epsilon = (float) Weights.BATCH_NORM_EPSILON;
    batch_normalization_forward.primitive_desc there =
        new batch_normalization_forward.primitive_desc(
            new batch_normalization_forward.desc(
                dnnl.prop_kind.forward_training.value, data, epsilon, flags),
            OneDnnPrimitive.CPU);
    batch_normalization_backward.primitive_desc back =
        new batch_normalization_backward.primitive_desc(
            new batch_normalization_backward.desc(
                dnnl.prop_kind.backward.value, data, data, epsilon, flags),
            OneDnnPrimitive.CPU,
            there);
    scaleShift = Nd4j.vstack(normalization.gamma(), normalization.beta()); // [2, c]
    theirOut = Nd4j.zeros(DataType.FLOAT, shape);
    theirDy = Nd4j.zeros(DataType.FLOAT, shape);
    memory from = OneDnnPrimitive.memory(data, y);
    memory pairs = OneDnnPrimitive.memory(there.weights_desc(), scaleShift);
    memory mean = OneDnnPrimitive.memory(there.mean_desc());
    memory variance = OneDnnPrimitive.memory(there.variance_desc());
    memory workspace = OneDnnPrimitive.memory(there.workspace_desc());
    forward =
        new OneDnnPrimitive(new batch_normalization_forward(there))
            .with(dnnl.DNNL_ARG_SRC, from)
            .with(dnnl.DNNL_ARG_SCALE_SHIFT, pairs)
            .with(dnnl.DNNL_ARG_MEAN, mean)
            .with(dnnl.DNNL_ARG_VARIANCE, variance)
            .with(dnnl.DNNL_ARG_WORKSPACE, workspace)
            .with(dnnl.DNNL_ARG_DST, OneDnnPrimitive.memory(data, theirOut));
    backward =
        new OneDnnPrimitive(new batch_normalization_backward(back))
            .with(dnnl.DNNL_ARG_SRC, from)
            .with(dnnl.DNNL_ARG_SCALE_SHIFT, pairs)
            .with(dnnl.DNNL_ARG_MEAN, mean)
            .with(dnnl.DNNL_ARG_VARIANCE, variance)
            .with(dnnl.DNNL_ARG_WORKSPACE, workspace)
            .with(dnnl.DNNL_ARG_DIFF_DST, OneDnnPrimitive.memory(data, dOut))
            .with(dnnl.DNNL_ARG_DIFF_SRC, OneDnnPrimitive.memory(data, theirDy))
            .with(dnnl.DNNL_ARG_DIFF_SCALE_SHIFT, OneDnnPrimitive.memory(back.diff_weights_desc()));
  }

  private void requireSame() {
    ours(dense);
    theirs();
    OneDnnPrimitive.requireSame("the outputs", out, theirOut);
    OneDnnPrimitive.requireSame("the gradients", dy, theirDy);
  }

  /** One of each. */
  @Benchmark
  public void passes(Millis millis) {
    millis.dense = Stopwatch.millis(() -> ours(dense));
    millis.oneDnn = Stopwatch.millis(this::theirs);
    millis.elastic = Stopwatch.millis(() -> ours(elastic));
  }

  private void ours(Finish finish) {
    kernels.moments(y, normalization.mean(), normalization.variance());
    kernels.finish(finish, normalization, y, x, out);
    kernels.finishBackward(finish, normalization, y, dOut, dy, dGamma, dBeta);
    kernels.bypassBackward(finish, dOut, dy);
  }

  private void theirs() {
    forward.run();
    backward.run();
  }
}
