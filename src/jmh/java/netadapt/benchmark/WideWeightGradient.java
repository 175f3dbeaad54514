package netadapt.benchmark;

import java.util.concurrent.TimeUnit;
import netadapt.nn.kernels.Kernels;
import netadapt.nn.kernels.Kernels.Geometry;
import netadapt.nn.kernels.NativeThreads;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
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
 * How much faster is our weight gradient of a large depthwise kernel than oneDNN's own, channels
 * last? (In oneDNN's blocked order it has but a reference implementation, some fifty times slower
 * still.)
 *
 * <p>Ours is computed as in a training step: every thread has a share of the images, and the
 * shares' gradients are added up. Both must give the same.
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
  private static final int IMAGES = 16;

  /** Kernel, image's side, channels; 16 images. */
  @Param({"5x56x128", "5x14x512", "7x28x128", "7x7x1024"})
  public String workload;

  private final Kernels kernels = Kernels.oneDnn(NativeThreads.current());
  private Geometry geometry;
  private INDArray x;
  private INDArray weight;
  private INDArray dy;
  private INDArray dWeight;
  private OneDnnPrimitive theirs;

  /** Milliseconds. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Millis {
    /** By our pass. */
    public double ours;

    /** By oneDNN's one primitive. */
    public double oneDnn;
  }

  /** Makes noise and the primitive, and computes both once. */
  @Setup
  public void build() {
    String[] sizes = workload.split("x");
    int kernel = Integer.parseInt(sizes[0]);
    int side = Integer.parseInt(sizes[1]);
    int channels = Integer.parseInt(sizes[2]);
    long[] shape = {IMAGES, side, side, channels};
    geometry = new Geometry(true, kernel, 1);
    x = Nd4j.randn(DataType.FLOAT, shape);
    dy = Nd4j.randn(DataType.FLOAT, shape);
    weight = Nd4j.randn(DataType.FLOAT, kernel, kernel, channels);
    dWeight = Nd4j.zeros(DataType.FLOAT, kernel, kernel, channels);
    buildOneDnn(OneDnnPrimitive.channelsLast(shape), kernel, channels);
  }

  private void buildOneDnn(memory.desc activations, long kernel, long channels) {
    long[] filters = {channels, 1, 1, kernel, kernel};
    memory.desc anyOrder = new memory.desc(filters, memory.data_type.f32, memory.format_tag.any);
    long[] stride = {1, 1};
    long[] padding = {kernel / 2, kernel / 2};
    convolution_forward.primitive_desc forward =
        new convolution_forward.primitive_desc(
            new convolution_forward.desc(
                dnnl.prop_kind.forward_training,
                dnnl.algorithm.convolution_direct,
                activations,
                anyOrder,
                activations,
                stride,
                padding,
                padding),
            OneDnnPrimitive.CPU);
    convolution_backward_weights.primitive_desc backward =
        new convolution_backward_weights.primitive_desc(
            new convolution_backward_weights.desc(
                dnnl.algorithm.convolution_direct,
                activations,
                anyOrder,
                activations,
                stride,
                padding,
                padding),
            OneDnnPrimitive.CPU,
            forward);
    memory gradient = OneDnnPrimitive.memory(backward.diff_weights_desc());
    theirs =
        new OneDnnPrimitive(new convolution_backward_weights(backward))
            .with(dnnl.DNNL_ARG_SRC, OneDnnPrimitive.memory(activations, x))
            .with(dnnl.DNNL_ARG_DIFF_DST, OneDnnPrimitive.memory(activations, dy))
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, gradient);
    ours();
    theirs.run();
    OneDnnPrimitive.requireSame("the weight gradients", dWeight, inOurOrder(gradient, filters));
  }

  /** oneDNN's weights {@code [c, 1, 1, k, k]}, in whatever order, as {@code [k, k, c]}. */
  private static INDArray inOurOrder(memory weights, long[] filters) {
    long c = filters[0];
    long k = filters[3];
    INDArray ordered = Nd4j.zeros(DataType.FLOAT, k, k, c);
    memory.desc order =
        new memory.desc(filters, memory.data_type.f32, new long[] {1, c, c, k * c, c});
    memory to = OneDnnPrimitive.memory(order, ordered);
    new OneDnnPrimitive(new reorder(weights, to))
        .with(dnnl.DNNL_ARG_FROM, weights)
        .with(dnnl.DNNL_ARG_TO, to)
        .run();
    return ordered;
  }

  private void ours() {
    kernels.convolutionBackward(geometry, x, weight, dy, null, dWeight);
  }

  /** One of each. */
  @Benchmark
  public void gradients(Millis millis) {
    millis.ours = Stopwatch.millis(this::ours);
    millis.oneDnn = Stopwatch.millis(theirs::run);
  }
}
