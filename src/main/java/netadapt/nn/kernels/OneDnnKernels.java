package netadapt.nn.kernels;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The kernels on the processor in single precision: oneDNN's convolutions, and passes of our own
 * between them. There memory is the limit, so one pass does several steps.
 */
final class OneDnnKernels implements Kernels {
  /** oneDNN 2.5 has fast weight gradients of depthwise kernels no larger than this. */
  private static final int MOST_OF_ONEDNN = 3;

  private final Crew crew;
  private final FinishPasses finish;
  private final ChannelPasses channels;
  private final List<Convolutions> convolutions;
  private final Buffers strided = new Buffers(DataType.FLOAT);

  /**
   * @param threads at least 1; as many as native code may have on the calling thread
   */
  OneDnnKernels(int threads) {
    NativePasses.load();
    this.crew = new Crew(threads);
    Room room = new Room(threads);
    this.finish = new FinishPasses(crew, room);
    this.channels = new ChannelPasses(crew, room);
    this.convolutions = Stream.generate(Convolutions::new).limit(threads).toList();
  }

  @Override
  public void convolution(Geometry geometry, INDArray x, INDArray weight, INDArray y) {
    int images = (int) x.size(0);
    if (isMatrixProduct(geometry, x)) {
      INDArray read = pixels(geometry, x);
      crew.share(
          images,
          (hand, begin, end) -> new PointwiseConvolution(read, weight, begin, end).forward(y));
    } else {
      crew.share(
          images,
          (hand, begin, end) ->
              convolutions
                  .get(hand)
                  .of(geometry, end - begin, x, weight)
                  .forward(
                      Addresses.image(x, begin),
                      Addresses.pointer(weight),
                      Addresses.image(y, begin)));
    }
    keep(x, weight, y);
  }

  @Override
  public void convolutionBackward(
      Geometry geometry, INDArray x, INDArray weight, INDArray dy, INDArray dx, INDArray dWeight) {
    int images = (int) x.size(0);
    if (isMatrixProduct(geometry, x)) {
      INDArray read = pixels(geometry, x);
      INDArray dRead = dx == null || read == x ? dx : strided.array("dRead", read.shape());
      addParts(
          dWeight,
          images,
          (hand, begin, end, part) ->
              new PointwiseConvolution(read, weight, begin, end).backward(dy, dRead, part));
      if (dRead != dx) {
        dx.assign(0);
        Views.pixels(dx, geometry.stride()).assign(dRead);
      }
    } else {
      boolean wide = geometry.depthwise() && geometry.kernel() > MOST_OF_ONEDNN;
      if (wide) {
        channels.reserve(geometry, x);
      }
      addParts(
          dWeight,
          images,
          (hand, begin, end, part) -> {
            OneDnnConvolution convolution =
                convolutions.get(hand).of(geometry, end - begin, x, weight);
            Pointer gradient = Addresses.image(dy, begin);
            if (dx != null) {
              convolution.backwardData(
                  gradient, Addresses.pointer(weight), Addresses.image(dx, begin));
            }
            if (wide) {
              channels.depthwiseWeights(hand, begin, end, geometry, x, dy, part);
            } else {
              convolution.backwardWeights(Addresses.image(x, begin), gradient, part);
            }
          });
    }
    keep(x, weight, dy, dx, dWeight);
  }

  /** What a thread computes of a weight's gradient from its own images. */
  private interface PartialGradient {
    void compute(int hand, int begin, int end, INDArray part);
  }

  /** Adds to a weight's gradient what all threads compute of it. */
  private void addParts(INDArray dWeight, int images, PartialGradient gradient) {
    INDArray[] parts = new INDArray[crew.hands(images)];
    crew.share(
        images,
        (hand, begin, end) -> {
          parts[hand] = convolutions.get(hand).partialGradient(dWeight);
          gradient.compute(hand, begin, end, parts[hand]);
        });
    channels.addParts(dWeight, parts);
  }

  /**
   * Whether every pixel that is read is multiplied by one matrix. Those of larger strides, too:
   * their weight gradient by oneDNN 2.5 writes beyond its memory for some numbers of channels.
   */
  private static boolean isMatrixProduct(Geometry geometry, INDArray x) {
    return geometry.kernel() == 1 && (!geometry.depthwise() || x.size(3) == 1);
  }

  /** The pixels that are read: {@code [n, h', w', in]}, dense. */
  private INDArray pixels(Geometry geometry, INDArray x) {
    if (geometry.stride() == 1) {
      return x;
    }
    INDArray view = Views.pixels(x, geometry.stride());
    return strided.array("read", view.shape()).assign(view);
  }

  /** Keeps memory alive until here, though only addresses were used: arrays', and our own. */
  private void keep(INDArray... arrays) {
    Reference.reachabilityFence(arrays);
    Reference.reachabilityFence(this);
  }

  @Override
  public void moments(INDArray y, INDArray mean, INDArray variance) {
    finish.moments(y, mean, variance);
    keep(y, mean, variance);
  }

  @Override
  public void finish(
      Finish how, BatchNormalization normalization, INDArray y, INDArray x, INDArray out) {
    finish.forward(how, normalization, y, x, out);
    keep(y, x, out);
    Reference.reachabilityFence(normalization);
  }

  @Override
  public void finishBackward(
      Finish how,
      BatchNormalization normalization,
      INDArray y,
      INDArray dOut,
      INDArray dy,
      INDArray dGamma,
      INDArray dBeta) {
    finish.backward(how, normalization, y, dOut, dy, dGamma, dBeta);
    keep(y, dOut, dy, dGamma, dBeta);
    Reference.reachabilityFence(normalization);
  }

  @Override
  public void bypassBackward(Finish how, INDArray dOut, INDArray dx) {
    if (how.bypasses()) {
      finish.bypassBackward(how, dOut, dx);
      keep(dOut, dx);
    }
  }

  @Override
  public void channelMeans(INDArray x, INDArray means) {
    channels.sums(x, null, 1.0 / (x.size(1) * x.size(2)), means);
    keep(x, means);
  }

  @Override
  public void channelProducts(INDArray a, INDArray b, INDArray sums) {
    channels.sums(a, b, 1, sums);
    keep(a, b, sums);
  }

  @Override
  public void scaleChannels(INDArray x, INDArray factor, INDArray y) {
    channels.affine(x, factor, null, y);
    keep(x, factor, y);
  }

  @Override
  public void scaleChannels(INDArray x, INDArray factor, INDArray offset, INDArray y) {
    channels.affine(x, factor, offset, y);
    keep(x, factor, offset, y);
  }

  @Override
  public void spread(INDArray values, INDArray y) {
    channels.affine(null, values, null, y);
    keep(values, y);
  }

  @Override
  public void fit(INDArray x, INDArray y) {
    channels.sum(x, null, null, y);
    keep(x, y);
  }

  @Override
  public void residualSum(boolean[] removed, INDArray x, INDArray branch, INDArray out) {
    channels.sum(x, branch, removed, out);
    keep(x, branch, out);
  }

  @Override
  public void upsample(INDArray x, int factor, INDArray y) {
    channels.upsample(x, factor, y);
    keep(x, y);
  }

  @Override
  public void upsampleBackward(INDArray dy, int factor, INDArray dx) {
    channels.upsampleGradient(dy, factor, dx);
    keep(dy, dx);
  }

  @Override
  public void clear(INDArray x) {
    Pointer.memset(Addresses.pointer(x), 0, x.length() * Float.BYTES);
    keep(x);
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
