package netadapt.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the classifier reads: {@code [n, 1, 1, c] -> [n, channels]}, channels that the pass lacks
 * being 0.
 */
final class Features extends ElasticLayer {
  private static final long serialVersionUID = 1L;

  int channels;

  /** For Jackson. */
  Features() {}

  Features(String name, int channels, Recipe recipe) {
    super(name, recipe);
    this.channels = channels;
  }

  @Override
  ElasticVertex vertex(ElasticVertex.Place place) {
    return new Vertex(place, this);
  }

  private static final class Vertex extends ElasticVertex {
    private final transient Features layer;

    Vertex(Place place, Features layer) {
      super(place, layer);
      this.layer = layer;
    }

    @Override
    INDArray forward(boolean training) {
      INDArray out = buffers.array("out", inputs[0].size(0), 1, 1, layer.channels);
      kernels().fit(inputs[0], out);
      return out.reshape('c', out.size(0), layer.channels);
    }

    @Override
    INDArray[] backward() {
      INDArray dx = buffers.array("dx", inputs[0].shape());
      kernels().fit(epsilon.reshape('c', epsilon.size(0), 1, 1, layer.channels), dx);
      return new INDArray[] {dx};
    }
  }
}
