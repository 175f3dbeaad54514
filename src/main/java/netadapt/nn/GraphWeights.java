package netadapt.nn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Moves weights between a Deeplearning4j graph and plain values. */
public final class GraphWeights {
  /** The classifier's parameters, as Deeplearning4j and as we name them. */
  private static final Map<String, String> CLASSIFIER = Map.of("W", "weight", "b", "bias");

  /** Parameters with more than one number per channel. */
  private static final Set<String> MATRICES = Set.of("W", "weight", "reduce", "expand");

  private GraphWeights() {}

  /** Copies all parameters out of the graph. */
  public static Weights read(ComputationGraph graph) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (GraphVertex vertex : graph.getVertices()) {
      for (Map.Entry<String, INDArray> parameter : vertex.paramTable(false).entrySet()) {
        INDArray value = parameter.getValue();
        tensors.put(key(vertex, parameter.getKey()), tensor(parameter.getKey(), value));
      }
    }
    return new Weights(tensors);
  }

  /**
   * Copies weights into the graph's parameters.
   *
   * @throws IllegalArgumentException if a parameter has no weights, or of another size
   */
  public static void write(Weights weights, ComputationGraph graph) {
    for (GraphVertex vertex : graph.getVertices()) {
      for (Map.Entry<String, INDArray> parameter : vertex.paramTable(false).entrySet()) {
        INDArray target = parameter.getValue();
        String key = key(vertex, parameter.getKey());
        Tensor source = weights.tensors().get(key);
        if (source == null || source.length() != target.length()) {
          throw new IllegalArgumentException(
              "weights of %s are %s but the graph has %d values there"
                  .formatted(key, source, target.length()));
        }
        target.assign(Nd4j.create(source.values(), target.shape(), 'c').castTo(target.dataType()));
      }
    }
  }

  private static String key(GraphVertex vertex, String parameter) {
    return vertex.getVertexName() + "/" + CLASSIFIER.getOrDefault(parameter, parameter);
  }

  /** Deeplearning4j has only matrices: what has one number per channel is a row, here a vector. */
  private static Tensor tensor(String parameter, INDArray value) {
    int[] sizes = Arrays.stream(value.shape()).mapToInt(Math::toIntExact).toArray();
    boolean matrix = MATRICES.contains(parameter);
    int[] shape = matrix ? sizes : new int[] {Math.toIntExact(value.length())};
    return new Tensor(shape, value.dup('c').data().asFloat());
  }
}
