package netadapt.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The mean over all pixels: {@code [n, h, w, c] -> [n, 1, 1, c]}. */
final class ChannelMean extends ElasticLayer {
  private static final long serialVersionUID = 1L;

  /** For Jackson. */
  ChannelMean() {}

  ChannelMean(String name, Recipe recipe) {
    super(name, recipe);
  }

  @Override
  ElasticVertex vertex(ElasticVertex.Place place) {
    return new Vertex(place, this);
  }

  private static final class Vertex extends ElasticVertex {
    Vertex(Place place, ChannelMean layer) {
      super(place, layer);
    }

    @Override
    INDArray forward(boolean training) {
      INDArray x = inputs[0];
      INDArray means = buffers.array("means", x.size(0), 1, 1, x.size(3));
      kernels().channelMeans(x, means);
      return means;
    }

    @Override
    INDArray[] backward() {
      INDArray x = inputs[0];
      INDArray dx = buffers.array("dx", x.shape());
      kernels().spread(epsilon.div(x.size(1) * x.size(2)), dx);
      return new INDArray[] {dx};
    }
  }
}
