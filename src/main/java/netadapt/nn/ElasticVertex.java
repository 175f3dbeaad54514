package netadapt.nn;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import netadapt.Seeds;
import netadapt.nn.kernels.Buffers;
import netadapt.nn.kernels.Kernels;
import netadapt.nn.kernels.Views;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A layer of ours inside a Deeplearning4j graph: its parameters are views of the graph's, its
 * results live in buffers that the next pass overwrites.
 */
abstract class ElasticVertex extends BaseGraphVertex {
  private final transient ElasticLayer layer;
  private final transient INDArray parameterView;
  private final transient Map<String, INDArray> parameters;
  private transient INDArray gradientView;
  private transient Map<String, INDArray> gradients = Map.of();
  private final transient Map<Part, INDArray> usedParts = new HashMap<>();
  private transient Workbench workbench;

  final transient Buffers buffers;

  /**
   * Where a layer is in a graph, as Deeplearning4j passes it to every vertex.
   *
   * @param graph that it is part of
   * @param name of the vertex
   * @param index of the vertex in the graph
   * @param parameters the layer's part of the graph's parameters; {@code null} if it has none
   * @param initialize whether to give the parameters their initial values
   * @param dataType of parameters and activations
   */
  record Place(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {}

  ElasticVertex(Place place, ElasticLayer layer) {
    super(place.graph(), place.name(), place.index(), null, null, place.dataType());
    this.layer = layer;
    this.parameterView = place.parameters();
    this.buffers = new Buffers(place.dataType());
    this.parameters = split(parameterView);
    if (place.initialize()) {
      parameters.forEach(this::initialize);
    }
  }

  /** Computes the output from {@link #inputs}. */
  abstract INDArray forward(boolean training);

  /**
   * Computes the gradients of the inputs and of the parameters from {@link #epsilon}.
   *
   * @return one per input; {@code null} for inputs without
   */
  abstract INDArray[] backward();

  final void use(Workbench shared) {
    workbench = shared;
  }

  final Kernels kernels() {
    return workbench().kernels();
  }

  /** An array that is the caller's until its layer returns. */
  final INDArray scratch(String name, long... shape) {
    return workbench().scratch().array(name, shape);
  }

  private Workbench workbench() {
    if (workbench == null) {
      KernelChoice.AUTO.use(graph);
    }
    return workbench;
  }

  /**
   * What a pass uses of a parameter: a view that is made once for all passes, since making one
   * takes as long as arithmetic on thousands of numbers.
   */
  final INDArray parameter(String key, Used used) {
    return usedParts.computeIfAbsent(
        new Part(key, false, used), part -> used.of(parameters.get(key)));
  }

  /** The same of a parameter's gradient. */
  final INDArray gradient(String key, Used used) {
    return usedParts.computeIfAbsent(
        new Part(key, true, used), part -> used.of(gradients.get(key)));
  }

  private record Part(String key, boolean ofGradient, Used used) {}

  /**
   * How much of {@code [k, k, in, out]}, or of its last axes, a pass uses.
   *
   * @param kernel side of the kernel's centre; 0 without a kernel
   * @param inputs the first ones; 0 without such an axis
   * @param outputs the first ones
   */
  record Used(int kernel, long inputs, long outputs) {
    /** Of numbers per channel. */
    static Used first(long outputs) {
      return new Used(0, 0, outputs);
    }

    private INDArray of(INDArray parameter) {
      INDArray used = Views.channels(parameter, 0, outputs);
      if (inputs > 0) {
        used = Views.part(used, parameter.rank() - 2, 0, inputs);
      }
      return kernel > 0 ? Views.centre(used, kernel) : used;
    }
  }

  /** Sets all gradients of parameters to 0, for a pass that does not reach all of them. */
  final void clearGradients() {
    if (gradientView != null) {
      kernels().clear(gradientView);
    }
  }

  private void initialize(String key, INDArray parameter) {
    SplittableRandom random = Seeds.random(layer.seed, layer.name, key);
    double[] values = layer.initialValues(key, (int) parameter.length(), random);
    parameter.assign(Nd4j.create(values, parameter.shape(), 'c').castTo(parameter.dataType()));
  }

  private Map<String, INDArray> split(INDArray view) {
    Map<String, INDArray> parts = new LinkedHashMap<>();
    if (view == null) {
      return parts;
    }
    INDArray flat = view.reshape(view.length());
    long at = 0;
    for (Map.Entry<String, long[]> shape : layer.parameterShapes().entrySet()) {
      long end = at + ElasticLayer.length(shape.getValue());
      parts.put(shape.getKey(), Views.part(flat, 0, at, end).reshape('c', shape.getValue()));
      at = end;
    }
    return parts;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    return forward(training);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray[] epsilons = backward();
    Gradient gradient = new DefaultGradient();
    gradients.forEach((key, value) -> gradient.setGradientFor(key, value, 'c'));
    return new Pair<>(gradient, epsilons);
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    gradientView = view;
    gradients = split(view);
    usedParts.clear();
  }

  @Override
  public INDArray getGradientsViewArray() {
    return gradientView;
  }

  @Override
  public Map<String, INDArray> paramTable(boolean backpropOnly) {
    return parameters;
  }

  @Override
  public INDArray params() {
    return parameters.isEmpty() ? null : parameterView;
  }

  @Override
  public TrainingConfig getConfig() {
    return layer;
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] maskArrays, MaskState currentMaskState, int minibatchSize) {
    return new Pair<>(null, currentMaskState);
  }

  @Override
  public String toString() {
    return layer.getClass().getSimpleName() + "(" + vertexName + ")";
  }
}
