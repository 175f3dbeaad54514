package netadapt.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What is told of the pixels, image by image: {@code [n, h, w, c] -> [n, h · w · c]}. */
final class Flattening extends ElasticLayer {
  private static final long serialVersionUID = 1L;

  /** For Jackson. */
  Flattening() {}

  Flattening(String name, Recipe recipe) {
    super(name, recipe);
  }

  @Override
  ElasticVertex vertex(ElasticVertex.Place place) {
    return new Vertex(place, this);
  }

  private static final class Vertex extends ElasticVertex {
    Vertex(Place place, Flattening layer) {
      super(place, layer);
    }

    @Override
    INDArray forward(boolean training) {
      INDArray x = inputs[0];
      return x.reshape('c', x.size(0), x.length() / x.size(0));
    }

    @Override
    INDArray[] backward() {
      return new INDArray[] {epsilon.reshape('c', inputs[0].shape())};
    }
  }
}
