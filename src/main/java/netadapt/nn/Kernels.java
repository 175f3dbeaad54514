package netadapt.nn;

import netadapt.arch.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic inside the elastic layers, forward and backward.
 *
 * <p>Activations are {@code [n, h, w, c]}, contiguous, channels last. Weights are {@code [k, k, in,
 * filters]}, or {@code [k, k, filters]} if depthwise. Padding is {@code k / 2} on every side, so
 * that kernels of all sizes are centred on every stride-th pixel. Results are written into arrays
 * that the caller owns; nothing is returned or kept.
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
   * @param dWeight gradient of the weight; overwritten
   */
  void convolutionBackward(
      Geometry geometry, INDArray x, INDArray weight, INDArray dy, INDArray dx, INDArray dWeight);

  /**
   * Batch normalisation with the batch's own statistics.
   *
   * @param x {@code [rows, c]}; overwritten with the normalised values before scale and shift
   * @param gamma {@code [1, c]} scale
   * @param beta {@code [1, c]} shift
   * @param y {@code [rows, c]}; overwritten
   * @param moments {@code [2, c]}; overwritten with the batch's mean and biased variance
   * @param scratch {@code [rows, c]}; overwritten
   */
  void batchNorm(
      INDArray x, INDArray gamma, INDArray beta, INDArray y, INDArray moments, INDArray scratch);

  /**
   * @param normalized what {@link #batchNorm} left in {@code x}
   * @param moments what {@link #batchNorm} wrote
   * @param dy {@code [rows, c]}; overwritten with the gradient of {@code x}
   * @param dGamma {@code [1, c]}; overwritten
   * @param dBeta {@code [1, c]}; overwritten
   * @param scratch {@code [rows, c]}; overwritten
   */
  void batchNormBackward(
      INDArray normalized,
      INDArray gamma,
      INDArray moments,
      INDArray dy,
      INDArray dGamma,
      INDArray dBeta,
      INDArray scratch);

  /** {@code y = x · scale + shift}, both {@code [1, c]}; {@code y} may be {@code x}. */
  void affine(INDArray x, INDArray scale, INDArray shift, INDArray y);

  /** {@code y = f(x)}; {@code y} may be {@code x} only if the activation is none. */
  void activate(Activation activation, INDArray x, INDArray y);

  /**
   * {@code dx = dy · f'(x)}.
   *
   * @param dx overwritten; may be {@code dy}
   * @param scratch of the same shape; overwritten
   */
  void activateBackward(
      Activation activation, INDArray x, INDArray dy, INDArray dx, INDArray scratch);

  /** {@code sum[c]} over all rows of {@code x [rows, c]}, into {@code sum [1, c]}. */
  void sumRows(INDArray x, INDArray sum);

  /** {@code y = x · factor}, {@code x [n, p, c]}, {@code factor [n, 1, c]}; may be in place. */
  void scaleChannels(INDArray x, INDArray factor, INDArray y);

  /**
   * What a convolution does with its input.
   *
   * @param depthwise whether filter {@code i} reads channel {@code i} alone
   * @param kernel side of the kernel, odd
   * @param stride at least 1
   */
  record Geometry(boolean depthwise, int kernel, int stride) {}
}
