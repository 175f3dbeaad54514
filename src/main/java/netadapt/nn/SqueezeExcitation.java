package netadapt.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import netadapt.arch.Activation;
import netadapt.arch.Layer;
import netadapt.arch.SubNetwork;
import netadapt.nn.kernels.Kernels.BatchNormalization;
import netadapt.nn.kernels.Kernels.Finish;
import netadapt.nn.kernels.Kernels.Geometry;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    private static final Geometry POINTWISE = new Geometry(false, 1, 1);

    private final transient Product reduce = new Product("reduce", Activation.RELU);
    private final transient Product expand = new Product("expand", Activation.HARD_SIGMOID);
    private final int width;
    private transient INDArray scale;
    // Of the channels that a pass has.
    private transient Used reducing;
    private transient Used toWidth;
    private transient Used expanding;
    private transient Used toChannels;

    Vertex(Place place, SqueezeExcitation layer) {
      super(place, layer);
      this.width = layer.width;
    }

    @Override
    INDArray forward(boolean training) {
      INDArray x = inputs[0];
      reducing = new Used(0, x.size(3), width);
      toWidth = Used.first(width);
      expanding = new Used(0, width, x.size(3));
      toChannels = Used.first(x.size(3));
      INDArray means = buffers.array("means", x.size(0), 1, 1, x.size(3));
      kernels().channelMeans(x, means);
      INDArray squeezed =
          reduce.forward(means, parameter("reduce", reducing), parameter("reduceBias", toWidth));
      scale =
          expand.forward(
              squeezed, parameter("expand", expanding), parameter("expandBias", toChannels));
      INDArray out = buffers.array("out", x.shape());
      kernels().scaleChannels(x, scale, out);
      return out;
    }

    @Override
    INDArray[] backward() {
      clearGradients();
      INDArray x = inputs[0];
      INDArray dScale = scratch("dScale", scale.shape());
      kernels().channelProducts(x, epsilon, dScale);
      INDArray dSqueezed =
          expand.backward(
              dScale, gradient("expand", expanding), gradient("expandBias", toChannels));
      INDArray dMeans =
          reduce.backward(dSqueezed, gradient("reduce", reducing), gradient("reduceBias", toWidth));
      dMeans.divi(x.size(1) * x.size(2));
      INDArray dx = buffers.array("dx", x.shape());
      kernels().scaleChannels(epsilon, scale, dMeans, dx);
      return new INDArray[] {dx};
    }

    /** Every image's vector times a matrix, plus a bias, activated. */
    private final class Product {
      private final String name;
      private final Activation activation;
      private INDArray x;
      private INDArray weight;
      private INDArray y;
      private Finish finish;
      private BatchNormalization bias;

      Product(String name, Activation activation) {
        this.name = name;
        this.activation = activation;
      }

      /**
       * @param x {@code [n, 1, 1, in]}
       * @param weight {@code [in, out]}
       * @param bias {@code [1, out]}
       * @return {@code [n, 1, 1, out]}
       */
      INDArray forward(INDArray x, INDArray weight, INDArray bias) {
        this.x = x;
        this.weight = weight;
        this.bias = BatchNormalization.bias(bias);
        int[] all = new int[(int) x.size(0)];
        Arrays.fill(all, (int) bias.length());
        finish = new Finish(activation, all, 0, 1);
        y = buffers.array(name, x.size(0), 1, 1, bias.length());
        INDArray out = buffers.array(name + ".out", y.shape());
        kernels().convolution(POINTWISE, x, weight, y);
        kernels().finish(finish, this.bias, y, x, out);
        return out;
      }

      /**
       * @param dOut {@code [n, 1, 1, out]}; overwritten
       * @param dWeight of the weight's shape; the gradient is added
       * @param dBias {@code [1, out]}; overwritten
       * @return the gradient of {@code x}, until the layer returns
       */
      INDArray backward(INDArray dOut, INDArray dWeight, INDArray dBias) {
        INDArray dx = scratch(name + ".dx", x.shape());
        kernels().finishBackward(finish, bias, y, dOut, dOut, null, dBias);
        kernels().convolutionBackward(POINTWISE, x, weight, dOut, dx, dWeight);
        return dx;
      }
    }
  }
}
