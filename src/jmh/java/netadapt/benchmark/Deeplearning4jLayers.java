package netadapt.benchmark;

import java.util.Map;
import netadapt.arch.Layer;
import netadapt.arch.SubNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.nn.Recipe;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A network made of Deeplearning4j's own layers with its own defaults: workspaces and the helpers
 * of oneDNN are on. Networks of convolutions in a row only; bypasses with channels first only.
 */
final class Deeplearning4jLayers {
  private static final String WEIGHT = "W";

  private final SubNetwork network;
  private final CNN2DFormat format;
  private final GraphBuilder builder;
  private String last = "images";

  private Deeplearning4jLayers(SubNetwork network, CNN2DFormat format, Recipe recipe) {
    this.network = network;
    this.format = format;
    this.builder =
        new NeuralNetConfiguration.Builder()
            .seed(recipe.seed())
            .dataType(recipe.dataType())
            .updater(recipe.updater())
            .l2(recipe.l2())
            .convolutionMode(ConvolutionMode.Truncate)
            .graphBuilder()
            .addInputs(last);
  }

  /**
   * @param format of the images and all activations
   * @param weights that the network starts from
   */
  static ComputationGraph graph(
      SubNetwork network, CNN2DFormat format, Recipe recipe, Weights weights) {
    ComputationGraph graph = new Deeplearning4jLayers(network, format, recipe).build(recipe);
    write(weights, network, graph);
    return graph;
  }

  private ComputationGraph build(Recipe recipe) {
    for (SubNetwork.SubLayer sub : network.layers()) {
      if (sub.layer() instanceof Layer.Convolution convolution) {
        add(sub, convolution, recipe);
      } else if (sub.layer() instanceof Layer.GlobalAveragePool pool) {
        add(pool.name(), new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
      } else if (sub.layer() instanceof Layer.Dense dense) {
        add(
            dense.name(),
            new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(dense.units())
                .build());
      } else {
        throw new IllegalArgumentException(
            "layer %s is a %s, which this network is not made of"
                .formatted(sub.layer().name(), sub.layer().getClass().getSimpleName()));
      }
    }
    var input = network.network().input();
    builder.setInputTypes(
        InputType.convolutional(input.height(), input.width(), input.channels(), format));
    ComputationGraph graph = new ComputationGraph(builder.setOutputs(last).build());
    graph.init();
    return graph;
  }

  private void add(SubNetwork.SubLayer sub, Layer.Convolution layer, Recipe recipe) {
    String input = last;
    int passed = sub.output().channels() - sub.filters();
    if (layer.depthwise() && sub.filters() < sub.input().channels()) {
      subset(layer.name() + ".input", input, 0, sub.filters());
    }
    if (sub.filters() > 0) {
      filter(sub, layer, recipe);
    }
    if (passed > 0) {
      String filtered = last;
      subset(layer.name() + ".bypass", input, sub.filters(), sub.output().channels());
      if (layer.stride() > 1) {
        add(
            layer.name() + ".stride",
            new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(1, 1)
                .stride(layer.stride(), layer.stride())
                .build());
      }
      if (sub.filters() > 0) {
        builder.addVertex(layer.name() + ".both", new MergeVertex(), filtered, last);
        last = layer.name() + ".both";
      }
    }
  }

  /** A subset of channels, whose number Deeplearning4j takes to be another. */
  private static final class Channels extends SubsetVertex {
    Channels(int from, int to) {
      super(from, to);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
      InputType.InputTypeConvolutional image = (InputType.InputTypeConvolutional) inputs[0];
      return InputType.convolutional(
          image.getHeight(), image.getWidth(), getTo() - getFrom() + 1, CNN2DFormat.NCHW);
    }

    @Override
    public Channels clone() {
      return new Channels(getFrom(), getTo());
    }
  }

  private void subset(String name, String input, int from, int to) {
    builder.addVertex(name, new Channels(from, to - 1), input);
    last = name;
  }

  private void filter(SubNetwork.SubLayer sub, Layer.Convolution layer, Recipe recipe) {
    int kernel = sub.kernel();
    int padding = kernel / 2;
    if (layer.depthwise()) {
      add(
          layer.name(),
          new DepthwiseConvolution2D.Builder(kernel, kernel)
              .stride(layer.stride(), layer.stride())
              .padding(padding, padding)
              .dataFormat(format)
              .depthMultiplier(1)
              .nOut(sub.filters())
              .hasBias(false)
              .activation(Activation.IDENTITY)
              .build());
    } else {
      add(
          layer.name(),
          new ConvolutionLayer.Builder(kernel, kernel)
              .stride(layer.stride(), layer.stride())
              .padding(padding, padding)
              .dataFormat(format)
              .nOut(sub.filters())
              .hasBias(false)
              .activation(Activation.IDENTITY)
              .build());
    }
    add(
        layer.name() + ".norm",
        new BatchNormalization.Builder()
            .dataFormat(format)
            .eps(Weights.BATCH_NORM_EPSILON)
            .decay(recipe.statisticsDecay())
            .useLogStd(false)
            .build());
    add(layer.name() + ".relu", new ActivationLayer.Builder().activation(Activation.RELU).build());
  }

  private void add(String name, org.deeplearning4j.nn.conf.layers.Layer layer) {
    builder.addLayer(name, layer, last);
    last = name;
  }

  private static void write(Weights weights, SubNetwork network, ComputationGraph graph) {
    for (SubNetwork.SubLayer sub : network.layers()) {
      String name = sub.layer().name();
      if (sub.layer() instanceof Layer.Convolution convolution && sub.filters() > 0) {
        INDArray weight = array(weights.tensor(name, "weight"));
        // [k, k, filters] -> [k, k, filters, 1]; [k, k, in, filters] -> [filters, in, k, k]
        INDArray theirs =
            convolution.depthwise()
                ? weight.reshape('c', sub.kernel(), sub.kernel(), sub.filters(), 1)
                : weight.permute(3, 2, 0, 1);
        graph.getLayer(name).getParam(WEIGHT).assign(theirs);
        Map.of("gamma", "gamma", "beta", "beta", "mean", "mean", "var", "variance")
            .forEach((key, ours) -> assign(graph, name + ".norm", key, weights.tensor(name, ours)));
      } else if (sub.layer() instanceof Layer.Dense) {
        assign(graph, name, WEIGHT, weights.tensor(name, "weight"));
        assign(graph, name, "b", weights.tensor(name, "bias"));
      }
    }
  }

  private static void assign(ComputationGraph graph, String layer, String key, Tensor values) {
    INDArray target = graph.getLayer(layer).getParam(key);
    target.assign(array(values).reshape('c', target.shape()));
  }

  private static INDArray array(Tensor tensor) {
    long[] shape = new long[tensor.shape().length];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = tensor.size(axis);
    }
    return Nd4j.create(tensor.values(), shape, 'c');
  }
}
