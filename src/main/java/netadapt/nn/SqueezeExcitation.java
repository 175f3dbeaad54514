package netadapt.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import netadapt.arch.Layer;
import netadapt.arch.SubNetwork;
import netadapt.nn.kernels.HardSigmoid;
import netadapt.nn.kernels.Views;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Scales every channel by a number in {@code [0, 1]} computed from all channels' means.
 *
 * <p>Masked channels have mean 0 and stay 0, so it needs no draws; channels that no image of a pass
 * has are left out.
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
  ElasticVertex vertex(ElasticVertex.Place place) {
    return new Vertex(place, this);
  }

  private static final class Vertex extends ElasticVertex {
    private transient INDArray means;
    private transient INDArray hidden;
    private transient INDArray squeezed;
    private transient INDArray logits;
    private transient INDArray scale;

    Vertex(Place place, SqueezeExcitation layer) {
      super(place, layer);
    }

    @Override
    INDArray forward(boolean training) {
      INDArray x = inputs[0];
      INDArray expand = parameter("expand");
      means = buffers.array("means", x.size(0), x.size(3));
      kernels().channelMeans(x, means);
      hidden = means.mmul(inputsOf(parameter("reduce"))).addiRowVector(parameter("reduceBias"));
      squeezed = Transforms.relu(hidden, true);
      logits = squeezed.mmul(outputsOf(expand)).addiRowVector(outputsOf(parameter("expandBias")));
      scale = logits.ulike();
      HardSigmoid.apply(logits, scale);
      INDArray out = buffers.array("out", x.shape());
      kernels().scaleChannels(x, scale, out);
      return out;
    }

    @Override
    INDArray[] backward() {
      clearGradients();
      INDArray x = inputs[0];
      INDArray dLogits = scratch("dLogits", logits.shape());
      kernels().channelProducts(x, epsilon, dLogits);
      INDArray slope = logits.ulike();
      HardSigmoid.slope(logits, slope, logits.ulike());
      dLogits.muli(slope);
      outputsOf(gradient("expand")).assign(squeezed.transpose().mmul(dLogits));
      outputsOf(gradient("expandBias")).assign(dLogits.sum(true, 0));
      INDArray dHidden = dLogits.mmul(outputsOf(parameter("expand")).transpose());
      dHidden.muli(Transforms.step(hidden, true));
      inputsOf(gradient("reduce")).assign(means.transpose().mmul(dHidden));
      gradient("reduceBias").assign(dHidden.sum(true, 0));
      INDArray dMeans = dHidden.mmul(inputsOf(parameter("reduce")).transpose());
      dMeans.divi(x.size(1) * x.size(2));
      INDArray dx = buffers.array("dx", x.shape());
      kernels().scaleChannels(epsilon, scale, dMeans, dx);
      return new INDArray[] {dx};
    }

    /** {@code [channels, any]}, of the channels that the pass has. */
    private INDArray inputsOf(INDArray weight) {
      return Views.part(weight, 0, 0, inputs[0].size(3));
    }

    /** {@code [any, channels]}, of the channels that the pass has. */
    private INDArray outputsOf(INDArray weight) {
      return Views.part(weight, 1, 0, inputs[0].size(3));
    }
  }
}
