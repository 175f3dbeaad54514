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

    Vertex(Place place, SqueezeExcitation layer) {
      super(place, layer);
      this.width = layer.width;
    }

    @Override
    INDArray forward(boolean training) {
      INDArray x = inputs[0];
      INDArray means = buffers.array("means", x.size(0), 1, 1, x.size(3));
      kernels().channelMeans(x, means);
      scale = expand.forward(reduce.forward(means, width), x.size(3));
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
      INDArray dMeans = reduce.backward(expand.backward(dScale));
      dMeans.divi(x.size(1) * x.size(2));
      INDArray dx = buffers.array("dx", x.shape());
      kernels().scaleChannels(epsilon, scale, dMeans, dx);
      return new INDArray[] {dx};
    }

    /** Every image's vector times a matrix, plus a bias, activated; of the channels of the pass. */
    private final class Product {
      private final String weight;
      private final String bias;
      private final Activation activation;
      private INDArray x;
      private INDArray y;
      private Finish finish;

      /**
       * @param weight name of the matrix, to which that of the bias is added
       */
      Product(String weight, Activation activation) {
        this.weight = weight;
        this.bias = weight + "Bias";
        this.activation = activation;
      }

      /**
       * @param from {@code [n, 1, 1, in]}
       * @return {@code [n, 1, 1, outputs]}
       */
      INDArray forward(INDArray from, long outputs) {
        x = from;
        y = buffers.array(weight, x.size(0), 1, 1, outputs);
        int[] all = new int[(int) x.size(0)];
        Arrays.fill(all, (int) outputs);
        finish = new Finish(activation, all, 0, 1);
        INDArray out = buffers.array(weight + ".out", y.shape());
        kernels().convolution(POINTWISE, x, parameter(weight, matrix()), y);
        kernels().finish(finish, addition(), y, x, out);
        return out;
      }

      /**
       * @param dOut {@code [n, 1, 1, outputs]}; overwritten
       * @return the gradient of the input, until the layer returns
       */
      INDArray backward(INDArray dOut) {
        INDArray dx = scratch(weight + ".dx", x.shape());
        INDArray dBias = gradient(bias, Used.first(y.size(3)));
        kernels().finishBackward(finish, addition(), y, dOut, dOut, null, dBias);
        kernels()
            .convolutionBackward(
                POINTWISE, x, parameter(weight, matrix()), dOut, dx, gradient(weight, matrix()));
        return dx;
      }

      private Used matrix() {
        return new Used(0, x.size(3), y.size(3));
      }

      private BatchNormalization addition() {
        return BatchNormalization.bias(parameter(bias, Used.first(y.size(3))));
      }
    }
  }
}
