package netadapt.nn;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
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
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String vertexName,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    return new Vertex(graph, vertexName, index, this, parameters, initialize, dataType);
  }

  @Override
  Map<String, Object> identity() {
    return Map.of();
  }

  private static final class Vertex extends ElasticVertex {
    Vertex(
        ComputationGraph graph,
        String name,
        int index,
        ChannelMean layer,
        INDArray parameters,
        boolean initialize,
        DataType dataType) {
      super(graph, name, index, layer, parameters, initialize, dataType);
    }

    @Override
    INDArray forward(boolean training) {
      INDArray x = inputs[0];
      INDArray means = buffers.array("means", x.size(0), x.size(3));
      kernels().channelMeans(x, means);
      return means.reshape('c', x.size(0), 1, 1, x.size(3));
    }

    @Override
    INDArray[] backward() {
      INDArray x = inputs[0];
      INDArray dx = buffers.array("dx", x.shape());
      INDArray dMeans = epsilon.reshape('c', x.size(0), x.size(3));
      kernels().spread(dMeans.div(x.size(1) * x.size(2)), dx);
      return new INDArray[] {dx};
    }
  }
}
