package netadapt.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Nearest-neighbour upsampling: {@code [n, h, w, c] -> [n, h · factor, w · factor, c]}. */
final class Upsampling extends ElasticLayer {
  private static final long serialVersionUID = 1L;

  int factor;

  /** For Jackson. */
  Upsampling() {}

  Upsampling(String name, int factor, Recipe recipe) {
    super(name, recipe);
    this.factor = factor;
  }

  @Override
  ElasticVertex vertex(ElasticVertex.Place place) {
    return new Vertex(place, this);
  }

  private static final class Vertex extends ElasticVertex {
    private final int factor;

    Vertex(Place place, Upsampling layer) {
      super(place, layer);
      this.factor = layer.factor;
    }

    @Override
    INDArray forward(boolean training) {
      INDArray x = inputs[0];
      INDArray out =
          buffers.array("out", x.size(0), factor * x.size(1), factor * x.size(2), x.size(3));
      kernels().upsample(x, factor, out);
      return out;
    }

    @Override
    INDArray[] backward() {
      INDArray dx = buffers.array("dx", inputs[0].shape());
      kernels().upsampleBackward(epsilon, factor, dx);
      return new INDArray[] {dx};
    }
  }
}
