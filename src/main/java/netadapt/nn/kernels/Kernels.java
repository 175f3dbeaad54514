package netadapt.nn.kernels;

import netadapt.arch.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic inside the elastic layers, forward and backward.
 *
 * <p>Activations are {@code [n, h, w, c]}, contiguous, channels last; numbers per channel are
 * {@code [1, c]}. Weights are {@code [k, k, in, filters]}, or {@code [k, k, filters]} if depthwise,
 * or {@code [in, filters]} if {@code k} and the stride are 1, and may be views. Padding is {@code k
 * / 2} on every side, so that kernels of all sizes are centred on every stride-th pixel. Results
 * are written into arrays that the caller owns; nothing is returned or kept. An instance serves the
 * layers of one graph, one thread at a time.
 */
public interface Kernels {

  /** Whether {@link #oneDnn} has passes for this processor. */
  static boolean hasOneDnn() {
    return NativePasses.exist();
  }

  /**
   * oneDNN's convolutions and native passes of our own: single precision, on the processor.
   *
   * @param threads at least 1; as many as {@link NativeThreads} allows the thread that will call
   * @throws netadapt.BadInput if there are no passes for this processor
   */
  static Kernels oneDnn(int threads) {
    return new OneDnnKernels(threads);
  }

  /**
   * ND4J's operations, on whatever backend it has: the reference, and what a GPU computes with.
   *
   * @param dataType of all arrays: float or double
   */
  static Kernels nd4j(DataType dataType) {
    return new Nd4jKernels(dataType);
  }

  /**
   * Convolves every image.
   *
   * @param x {@code [n, h, w, in]}
   * @param weight {@code [k, k, in, filters]}, {@code [k, k, in]} or {@code [in, filters]}
   * @param y {@code [n, ceil(h / stride), ceil(w / stride), filters]}; overwritten
   */
  void convolution(Geometry geometry, INDArray x, INDArray weight, INDArray y);

  /**
   * The gradients of {@link #convolution} for its input and its weight.
   *
   * @param x {@code [n, h, w, in]}, as forward
   * @param weight as forward
   * @param dy {@code [n, ceil(h / stride), ceil(w / stride), filters]}, gradient of {@code y}
   * @param dx {@code [n, h, w, in]}; overwritten; or {@code null} if it is not needed
   * @param dWeight of the weight's shape, and may be a view like it; the gradient is added
   */
  void convolutionBackward(
      Geometry geometry, INDArray x, INDArray weight, INDArray dy, INDArray dx, INDArray dWeight);

  /**
   * The mean and the biased variance of every channel.
   *
   * @param y {@code [n, h, w, c]}
   * @param mean {@code [1, c]}; overwritten
   * @param variance {@code [1, c]}; overwritten
   */
  void moments(INDArray y, INDArray mean, INDArray variance);

  /**
   * What follows a convolution, in one: normalisation, activation, ordered dropout, bypass.
   *
   * <p>Channel {@code c} of an image that keeps {@code m} filters is
   *
   * <ul>
   *   <li>{@code activation(normalised y)} for {@code c < m},
   *   <li>channel {@code c} of the input, at every stride-th pixel, for {@code m <= c < bypassTo},
   *   <li>0 for all others.
   * </ul>
   *
   * @param y {@code [n, h', w', filters]}, the convolution's result
   * @param x {@code [n, h, w, in]}, the layer's input, read by the bypass
   * @param out {@code [n, h', w', channels]}, no fewer channels than filters; overwritten
   */
  void finish(
      Finish finish, BatchNormalization normalization, INDArray y, INDArray x, INDArray out);

  /**
   * The gradient of {@link #finish} for the convolution's result. If {@code normalization}
   * normalises, its mean and variance are taken for those of {@code y}, and the gradient goes
   * through them too.
   *
   * @param y {@code [n, h', w', filters]}, as forward
   * @param dOut {@code [n, h', w', channels]}, gradient of {@code out}
   * @param dy {@code [n, h', w', filters]}; overwritten; may be {@code dOut} if of its shape
   * @param dGamma {@code [1, filters]}; overwritten; or {@code null} if nothing is normalised
   * @param dBeta {@code [1, filters]}; overwritten
   */
  void finishBackward(
      Finish finish,
      BatchNormalization normalization,
      INDArray y,
      INDArray dOut,
      INDArray dy,
      INDArray dGamma,
      INDArray dBeta);

  /**
   * The gradient of {@link #finish} for the layer's input.
   *
   * @param dOut {@code [n, h', w', channels]}, gradient of {@code out}
   * @param dx {@code [n, h, w, in]}; the bypass's part is added
   */
  void bypassBackward(Finish finish, INDArray dOut, INDArray dx);

  /**
   * Every image's mean of every channel.
   *
   * @param x {@code [n, h, w, c]}
   * @param means {@code [n, 1, 1, c]}; overwritten
   */
  void channelMeans(INDArray x, INDArray means);

  /**
   * Every image's sum of products in every channel, {@code Σ a · b} over the pixels.
   *
   * @param a {@code [n, h, w, c]}
   * @param b {@code [n, h, w, c]}
   * @param sums {@code [n, 1, 1, c]}; overwritten
   */
  void channelProducts(INDArray a, INDArray b, INDArray sums);

  /**
   * {@code y = x · factor}, with a factor per image and channel.
   *
   * @param x {@code [n, h, w, c]}
   * @param factor {@code [n, 1, 1, c]}
   * @param y {@code [n, h, w, c]}; overwritten
   */
  void scaleChannels(INDArray x, INDArray factor, INDArray y);

  /**
   * {@code y = x · factor + offset}, with a factor and an offset per image and channel.
   *
   * @param x {@code [n, h, w, c]}
   * @param factor {@code [n, 1, 1, c]}
   * @param offset {@code [n, 1, 1, c]}
   * @param y {@code [n, h, w, c]}; overwritten
   */
  void scaleChannels(INDArray x, INDArray factor, INDArray offset, INDArray y);

  /**
   * Writes every image's numbers to each of its pixels.
   *
   * @param values {@code [n, 1, 1, c]}
   * @param y {@code [n, h, w, c]}; overwritten
   */
  void spread(INDArray values, INDArray y);

  /**
   * Copies the channels that both arrays have, and sets further channels of {@code y} to 0.
   *
   * @param x {@code [n, h, w, a]}
   * @param y {@code [n, h, w, b]}; overwritten
   */
  void fit(INDArray x, INDArray y);

  /**
   * {@code out = x + branch}, the shorter one padded with channels of 0.
   *
   * @param removed {@code [n]}, whether an image leaves the branch out
   * @param x {@code [n, h, w, a]}
   * @param branch {@code [n, h, w, b]}
   * @param out {@code [n, h, w, max(a, b)]}; overwritten
   */
  void residualSum(boolean[] removed, INDArray x, INDArray branch, INDArray out);

  /**
   * Nearest-neighbour upsampling: repeats every pixel in both directions.
   *
   * @param x {@code [n, h, w, c]}
   * @param factor how often, at least 1
   * @param y {@code [n, h · factor, w · factor, c]}; overwritten
   */
  void upsample(INDArray x, int factor, INDArray y);

  /**
   * The gradient of {@link #upsample} for its input: the sum over a pixel's repetitions.
   *
   * @param dy {@code [n, h · factor, w · factor, c]}, gradient of {@code y}
   * @param factor as forward
   * @param dx {@code [n, h, w, c]}; overwritten
   */
  void upsampleBackward(INDArray dy, int factor, INDArray dx);

  /** Sets all numbers of a dense array to 0. */
  void clear(INDArray x);

  /**
   * {@code step = (from − to) · share}.
   *
   * @param from of any shape
   * @param to of the shape of {@code from}
   * @param share of the difference, in {@code [0, 1]}
   * @param step of the shape of {@code from}; overwritten
   */
  void difference(INDArray from, INDArray to, double share, INDArray step);

  /**
   * The shape of a convolution, but for its channels.
   *
   * @param depthwise whether filter {@code i} reads channel {@code i} alone
   * @param kernel side of the kernel, odd
   * @param stride at least 1
   */
  record Geometry(boolean depthwise, int kernel, int stride) {}

  /**
   * What follows a convolution, but for its normalisation.
   *
   * @param activation of the filters' channels
   * @param kept {@code [n]}, per image how many filters remain, each in {@code [0, filters]}
   * @param bypassTo input channels before this one take the place of removed filters
   * @param stride of the convolution, and so of the bypass
   */
  record Finish(Activation activation, int[] kept, int bypassTo, int stride) {
    /** Whether any image has a bypassed channel. */
    public boolean bypasses() {
      for (int filters : kept) {
        if (filters < bypassTo) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * {@code (y − mean) / sqrt(variance + ε) · gamma + beta}, each {@code [1, filters]}; or no more
   * than a {@link #bias}.
   *
   * @see <a href="https://arxiv.org/abs/1502.03167">Batch normalization</a>
   */
  record BatchNormalization(INDArray gamma, INDArray beta, INDArray mean, INDArray variance) {
    /**
     * Only {@code y + bias}, for a layer that is not normalised.
     *
     * @param bias {@code [1, filters]}
     */
    public static BatchNormalization bias(INDArray bias) {
      return new BatchNormalization(null, bias, null, null);
    }

    boolean normalizes() {
      return gamma != null;
    }
  }
}
