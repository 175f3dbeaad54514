package netadapt.nn.kernels;

import netadapt.arch.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic inside the elastic layers, forward and backward.
 *
 * <p>Activations are {@code [n, h, w, c]}, contiguous, channels last; numbers per channel are
 * {@code [1, c]}. Weights are {@code [k, k, in, filters]}, or {@code [k, k, filters]} if depthwise,
 * and may be views. Padding is {@code k / 2} on every side, so that kernels of all sizes are
 * centred on every stride-th pixel. Results are written into arrays that the caller owns; nothing
 * is returned or kept. An instance serves the layers of one graph, one thread at a time.
 */
public interface Kernels {

  /**
   * @param x {@code [n, h, w, in]}
   * @param weight {@code [k, k, in, filters]} or {@code [k, k, in]}
   * @param y {@code [n, ceil(h / stride), ceil(w / stride), filters]}; overwritten
   */
  void convolution(Geometry geometry, INDArray x, INDArray weight, INDArray y);

  /**
   * @param dy gradient of {@code y}
   * @param dx gradient of {@code x}; overwritten; or {@code null} if nobody wants it
   * @param dWeight gradient of the weight, contiguous; overwritten
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
   * <p>Channel {@code c} of an image that keeps {@code m} filters is {@code f(normalised y)} for
   * {@code c < m}, the input's channel {@code c} at every stride-th pixel for {@code m <= c <
   * bypassTo}, and 0 after that.
   *
   * @param y {@code [n, h', w', filters]}, the convolution's result
   * @param x {@code [n, h, w, in]}, the layer's input, read by the bypass
   * @param out {@code [n, h', w', channels]}; overwritten
   */
  void finish(Finish finish, Normalization normalization, INDArray y, INDArray x, INDArray out);

  /**
   * The gradient of {@link #finish} for the convolution's result, through the moments too if {@code
   * normalization} normalises.
   *
   * @param dOut {@code [n, h', w', channels]}, gradient of {@code out}
   * @param dy {@code [n, h', w', filters]}; overwritten; may be {@code dOut} if of its shape
   * @param dGamma {@code [1, filters]}; overwritten; or {@code null} if nothing is normalised
   * @param dBeta {@code [1, filters]}; overwritten
   */
  void finishBackward(
      Finish finish,
      Normalization normalization,
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
   * @param means {@code [n, c]}; overwritten
   */
  void channelMeans(INDArray x, INDArray means);

  /** {@code sums[n, c] = Σ a · b} over all pixels of {@code a, b [n, h, w, c]}. */
  void channelProducts(INDArray a, INDArray b, INDArray sums);

  /**
   * {@code y = x · factor + offset}.
   *
   * @param x {@code [n, h, w, c]}
   * @param factor {@code [n, c]}
   * @param offset {@code [n, c]}; or {@code null} for none
   * @param y {@code [n, h, w, c]}; overwritten
   */
  void scaleChannels(INDArray x, INDArray factor, INDArray offset, INDArray y);

  /** Writes {@code values [n, c]} to every pixel of {@code y [n, h, w, c]}. */
  void spread(INDArray values, INDArray y);

  /** Copies the channels that both arrays have and sets the further ones of {@code y} to 0. */
  void fit(INDArray x, INDArray y);

  /**
   * {@code out = x + branch}, the shorter one padded with channels of 0.
   *
   * @param removed per image, whether the branch is not added
   * @param out {@code [n, h, w, max(channels of both)]}; overwritten
   */
  void residualSum(boolean[] removed, INDArray x, INDArray branch, INDArray out);

  /** {@code step = (from − to) · share}, for arrays of one shape. */
  void difference(INDArray from, INDArray to, double share, INDArray step);

  /**
   * What a convolution does with its input.
   *
   * @param depthwise whether filter {@code i} reads channel {@code i} alone
   * @param kernel side of the kernel, odd
   * @param stride at least 1
   */
  record Geometry(boolean depthwise, int kernel, int stride) {}

  /**
   * What follows a convolution.
   *
   * @param kept per image, how many filters remain
   * @param bypassTo input channels before this one take the place of removed filters
   * @param stride of the convolution, and so of the bypass
   */
  record Finish(Activation activation, int[] kept, int bypassTo, int stride) {
    /** Whether any image has a channel that is bypassed. */
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
   * {@code (y − mean) / sqrt(variance + ε) · gamma + beta}, each {@code [1, filters]}; only {@code
   * y + beta} if the others are {@code null}.
   */
  record Normalization(INDArray gamma, INDArray beta, INDArray mean, INDArray variance) {
    public static Normalization bias(INDArray bias) {
      return new Normalization(null, bias, null, null);
    }

    boolean normalizes() {
      return gamma != null;
    }
  }
}
