package netadapt.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * Configuration of a layer of ours in a Deeplearning4j graph; what it holds is what is saved.
 *
 * <p>A layer's inputs are activations, channels last, then, in a super-network, the {@link
 * DrawnSizes}.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
abstract class ElasticLayer extends GraphVertex implements TrainingConfig {
  private static final long serialVersionUID = 1L;

  String name;
  IUpdater updater;
  double l2;
  long seed;

  /** For Jackson. */
  ElasticLayer() {}

  ElasticLayer(String name, Recipe recipe) {
    this.name = name;
    this.updater = recipe.updater();
    this.l2 = recipe.l2();
    this.seed = recipe.seed();
  }

  /** What computes the layer at a place in a graph. */
  abstract ElasticVertex vertex(ElasticVertex.Place place);

  @Override
  public final ElasticVertex instantiate(
      ComputationGraph graph,
      String vertexName,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    return vertex(
        new ElasticVertex.Place(graph, vertexName, index, parameters, initialize, dataType));
  }

  /** Parameter names, without underscores, and shapes, in the order they are laid out. */
  Map<String, long[]> parameterShapes() {
    return Map.of();
  }

  /** Whether the optimizer decays the parameter towards zero. */
  boolean decays(String parameter) {
    return false;
  }

  /** Whether the parameter is a statistic: set by its "gradient" as it is, never optimized. */
  boolean isStatistic(String parameter) {
    return false;
  }

  /** The initial values of a parameter, in row-major order. */
  double[] initialValues(String parameter, int length, RandomGenerator random) {
    throw new IllegalArgumentException(name + " has no parameter " + parameter);
  }

  @Override
  public long numParams(boolean backprop) {
    return parameterShapes().values().stream().mapToLong(ElasticLayer::length).sum();
  }

  static long length(long[] shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    return length;
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return 3;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
    return vertexInputs[0];
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputTypes) {
    return null;
  }

  @Override
  public String getLayerName() {
    return name;
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    List<Regularization> regularization = new ArrayList<>();
    if (l2 > 0 && decays(parameter)) {
      regularization.add(new L2Regularization(l2));
    }
    return regularization;
  }

  @Override
  public boolean isPretrainParam(String parameter) {
    return false;
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return isStatistic(parameter) ? new NoOp() : updater;
  }

  @Override
  public GradientNormalization getGradientNormalization() {
    return GradientNormalization.None;
  }

  @Override
  public double getGradientNormalizationThreshold() {
    return 0;
  }

  @Override
  public void setDataType(DataType dataType) {}

  /** Two layers are equal if they are saved alike. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof ElasticLayer layer
        && layer.getClass() == getClass()
        && saved().equals(layer.saved());
  }

  @Override
  public final int hashCode() {
    return Objects.hash(getClass(), name);
  }

  /** A copy through the saved form, which has everything and shares nothing. */
  @Override
  public final GraphVertex clone() {
    return NeuralNetConfiguration.mapper().convertValue(this, getClass());
  }

  private JsonNode saved() {
    return NeuralNetConfiguration.mapper().valueToTree(this);
  }
}
