package netadapt.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import netadapt.arch.Activation;
import netadapt.arch.Layer;
import netadapt.arch.SubNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scales every channel by a number in {@code [0, 1]} computed from all channels' means.
 *
 * <p>Masked channels have mean 0 and stay 0, so it needs no draws.
 */
final class SqueezeExcitation extends ElasticLayer {
  private static final long serialVersionUID = 1L;

  int channels;
  int width;

  /** For Jackson. */
  SqueezeExcitation() {}

  SqueezeExcitation(SubNetwork.SubLayer sub, Recipe recipe) {
    super(sub.layer().name(), recipe);
    this.channels = sub.input().channels();
    this.width = ((Layer.SqueezeExcite) sub.layer()).width();
  }

  @Override
  Map<String, long[]> parameterShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("reduce", new long[] {channels, width});
    shapes.put("reduceBias", new long[] {1, width});
    shapes.put("expand", new long[] {width, channels});
    shapes.put("expandBias", new long[] {1, channels});
    return shapes;
  }

  @Override
  boolean decays(String parameter) {
    return !parameter.endsWith("Bias");
  }

  @Override
  double[] initialValues(String parameter, int length, RandomGenerator random) {
    if (parameter.endsWith("Bias")) {
      return new double[length];
    }
    double deviation = Math.sqrt(2.0 / (parameter.equals("reduce") ? channels : width));
    return DoubleStream.generate(() -> random.nextGaussian() * deviation).limit(length).toArray();
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
    return Map.of("channels", channels, "width", width);
  }

  private static final class Vertex extends ElasticVertex {
    private transient INDArray means;
    private transient INDArray hidden;
    private transient INDArray squeezed;
    private transient INDArray logits;
    private transient INDArray scale;

    Vertex(
        ComputationGraph graph,
        String name,
        int index,
        SqueezeExcitation layer,
        INDArray parameters,
        boolean initialize,
        DataType dataType) {
      super(graph, name, index, layer, parameters, initialize, dataType);
    }

    @Override
    INDArray forward(boolean training) {
      INDArray x = Channels.perImage(inputs[0]); // [n, p, c]
      means = Channels.mean(inputs[0]); // [n, c]
      hidden = means.mmul(parameter("reduce")).addiRowVector(parameter("reduceBias"));
      squeezed = hidden.dup('c');
      kernels.activate(Activation.RELU, hidden, squeezed);
      logits = squeezed.mmul(parameter("expand")).addiRowVector(parameter("expandBias"));
      scale = logits.ulike();
      Nd4jKernels.hardSigmoid(logits, scale);
      INDArray out = buffers.array("out", inputs[0].shape());
      kernels.scaleChannels(x, Channels.factor(scale), Channels.perImage(out));
      return out;
    }

    @Override
    INDArray[] backward() {
      INDArray x = Channels.perImage(inputs[0]);
      INDArray dOut = Channels.perImage(epsilon);
      INDArray product = buffers.array("product", inputs[0].shape());
      Nd4jKernels.combine("multiply", inputs[0], epsilon, product);
      INDArray dLogits = Channels.mean(product).muli(x.size(1)); // [n, c]
      dLogits.muli(Channels.slopeOfHardSigmoid(logits));
      gradient("expand").assign(squeezed.transpose().mmul(dLogits));
      gradient("expandBias").assign(dLogits.sum(true, 0));
      INDArray dHidden = dLogits.mmul(parameter("expand").transpose());
      kernels.activateBackward(Activation.RELU, hidden, dHidden, dHidden, hidden.ulike());
      gradient("reduce").assign(means.transpose().mmul(dHidden));
      gradient("reduceBias").assign(dHidden.sum(true, 0));
      INDArray dMeans = dHidden.mmul(parameter("reduce").transpose()).divi(x.size(1));
      INDArray dx = buffers.array("dx", inputs[0].shape());
      kernels.scaleChannels(dOut, Channels.factor(scale), Channels.perImage(dx));
      Nd4jKernels.combine(
          "add", Channels.perImage(dx), Channels.factor(dMeans), Channels.perImage(dx));
      return new INDArray[] {dx};
    }
  }
}
