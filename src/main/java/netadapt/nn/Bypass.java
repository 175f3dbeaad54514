package netadapt.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Puts input channels in the place of removed filters: every stride-th pixel, as it is.
 *
 * <p>Elastic, each of the first channels is weighted per image by the complement of the filters'
 * mask; otherwise the channels after the filters that remain are copied.
 */
final class Bypass {
  private final ElasticConvolution layer;
  private final Buffers buffers;
  private final Kernels kernels;
  private final int from;
  private final int to;
  private INDArray complement;

  Bypass(ElasticConvolution layer, Buffers buffers, Kernels kernels) {
    this.layer = layer;
    this.buffers = buffers;
    this.kernels = kernels;
    this.from = layer.elastic() ? 0 : layer.filters;
    this.to = layer.elastic() ? layer.bypassable() : layer.outputChannels;
  }

  /**
   * @param x {@code [n, h, w, in]}
   * @param out {@code [n, h', w', out]}, the filters' channels set
   */
  void forward(INDArray x, INDArray out, Draws.Column draws) {
    if (from >= to) {
      return;
    }
    if (!layer.elastic()) {
      channels(out).assign(strided(x));
      return;
    }
    complement = draws.complement(to, out.dataType());
    if (layer.outputChannels > layer.filters) {
      Views.channels(out, layer.filters, layer.outputChannels).assign(0);
    }
    channels(out).addi(weighted(strided(x), out));
  }

  /**
   * @param dOut gradient of the output
   * @param dx gradient of the input, to which the bypass adds its part
   */
  void backward(INDArray dOut, INDArray dx) {
    if (from >= to) {
      return;
    }
    INDArray part = channels(dOut);
    strided(dx).addi(layer.elastic() ? weighted(part, dOut) : part);
  }

  private INDArray weighted(INDArray channels, INDArray like) {
    long images = like.size(0);
    long pixels = like.size(1) * like.size(2);
    INDArray copy = buffers.array("bypass", images, like.size(1), like.size(2), to);
    INDArray perImage = copy.reshape('c', images, pixels, to);
    copy.assign(channels);
    kernels.scaleChannels(perImage, complement, perImage);
    return copy;
  }

  private INDArray channels(INDArray out) {
    return Views.channels(out, from, to);
  }

  private INDArray strided(INDArray x) {
    return channels(Views.pixels(x, layer.stride));
  }
}
