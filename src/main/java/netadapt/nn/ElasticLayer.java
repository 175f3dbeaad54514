package netadapt.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

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

  protected String name;
  protected IUpdater updater;
  protected double l2;
  protected long seed;

  /** For Jackson. */
  ElasticLayer() {}

  ElasticLayer(String name, Recipe recipe) {
    this.name = name;
    this.updater = recipe.updater();
    this.l2 = recipe.l2();
    this.seed = recipe.seed();
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

  @Override
  public GraphVertex clone() {
    // A copy through the saved form has everything and shares nothing.
    return NeuralNetConfiguration.mapper().convertValue(this, getClass());
  }

  /** What tells two configurations apart; compared by {@link #equals}. */
  abstract Map<String, Object> identity();

  private Map<String, Object> fullIdentity() {
    Map<String, Object> identity = new LinkedHashMap<>(identity());
    identity.put("name", name);
    identity.put("updater", updater);
    identity.put("l2", l2);
    identity.put("seed", seed);
    return identity;
  }

  @Override
  public final boolean equals(Object other) {
    return other != null
        && other.getClass() == getClass()
        && fullIdentity().equals(((ElasticLayer) other).fullIdentity());
  }

  @Override
  public final int hashCode() {
    return Objects.hash(getClass(), name);
  }
}
