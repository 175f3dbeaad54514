package netadapt.nn;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The kernels on the CPU in single precision: oneDNN's convolutions, and passes of our own over all
 * else, since between two convolutions memory is what limits and several steps go into one pass.
 *
 * <p>What a shape needs is made when the shape is first met, and used again from then on.
 */
final class OneDnnKernels implements Kernels {
  private final OneDnn.Scratch scratch = new OneDnn.Scratch();
  private final OneDnn.Scratch frames = new OneDnn.Scratch();
  private final Map<Shape, OneDnnConvolution> convolutions = new HashMap<>();
  private final Crew crew;
  private final FinishPasses finish;
  private final ChannelPasses channels;

  /**
   * @param threads of the passes that are ours, at least 1; oneDNN takes OpenMP's number
   */
  OneDnnKernels(int threads) {
    this.crew = new Crew(threads);
    this.finish = new FinishPasses(crew);
    this.channels = new ChannelPasses(crew);
  }

  private record Shape(Geometry geometry, List<Long> x, List<Long> weight, List<Long> strides) {
    static Shape of(Geometry geometry, INDArray x, INDArray weight) {
      return new Shape(geometry, list(x.shape()), list(weight.shape()), list(weight.stride()));
    }

    private static List<Long> list(long[] values) {
      return Arrays.stream(values).boxed().toList();
    }
  }

  private OneDnnConvolution convolution(Geometry geometry, INDArray x, INDArray weight) {
    return convolutions.computeIfAbsent(
        Shape.of(geometry, x, weight),
        shape -> OneDnnConvolution.of(geometry, x.shape(), weight, scratch, frames));
  }

  @Override
  public void convolution(Geometry geometry, INDArray x, INDArray weight, INDArray y) {
    convolution(geometry, x, weight)
        .forward(Addresses.pointer(x), Addresses.pointer(weight), Addresses.pointer(y));
    keep(x, weight, y);
  }

  @Override
  public void convolutionBackward(
      Geometry geometry, INDArray x, INDArray weight, INDArray dy, INDArray dx, INDArray dWeight) {
    OneDnnConvolution convolution = convolution(geometry, x, weight);
    Pointer gradient = Addresses.pointer(dy);
    if (dx != null) {
      convolution.backwardData(gradient, Addresses.pointer(weight), Addresses.pointer(dx));
    }
    convolution.backwardWeights(Addresses.pointer(x), gradient, dWeight);
    keep(x, weight, dy, dx, dWeight);
  }

  /** Keeps arrays until here, though only their addresses were in use. */
  private static void keep(INDArray... arrays) {
    Reference.reachabilityFence(arrays);
  }

  @Override
  public void moments(INDArray y, INDArray mean, INDArray variance) {
    finish.moments(y, mean, variance);
  }

  @Override
  public void finish(
      Finish how, Normalization normalization, INDArray y, INDArray x, INDArray out) {
    finish.forward(how, normalization, y, x, out);
  }

  @Override
  public void finishBackward(
      Finish how,
      Normalization normalization,
      INDArray y,
      INDArray dOut,
      INDArray dy,
      INDArray dGamma,
      INDArray dBeta) {
    finish.backward(how, normalization, y, dOut, dy, dGamma, dBeta);
  }

  @Override
  public void bypassBackward(Finish how, INDArray dOut, INDArray dx) {
    if (how.bypasses()) {
      BypassCopy.backward(crew, how, dOut, dx);
    }
  }

  @Override
  public void channelMeans(INDArray x, INDArray means) {
    channels.sums(x, null, 1.0 / (x.size(1) * x.size(2)), means);
  }

  @Override
  public void channelProducts(INDArray a, INDArray b, INDArray sums) {
    channels.sums(a, b, 1, sums);
  }

  @Override
  public void scaleChannels(INDArray x, INDArray factor, INDArray offset, INDArray y) {
    channels.affine(x, factor, offset, y);
  }

  @Override
  public void spread(INDArray values, INDArray y) {
    channels.affine(null, values, null, y);
  }

  @Override
  public void fit(INDArray x, INDArray y) {
    channels.sum(x, null, null, y);
  }

  @Override
  public void residualSum(boolean[] removed, INDArray x, INDArray branch, INDArray out) {
    channels.sum(x, branch, removed, out);
  }

  @Override
  public void difference(INDArray from, INDArray to, double share, INDArray step) {
    FloatBuffer result = Addresses.buffer(step);
    float[] ends = Addresses.numbers(to);
    float[] starts = Addresses.numbers(from);
    for (int i = 0; i < starts.length; i++) {
      result.put(i, (float) ((starts[i] - ends[i]) * share));
    }
  }
}
