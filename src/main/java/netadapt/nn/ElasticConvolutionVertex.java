package netadapt.nn;

import java.util.List;
import netadapt.nn.kernels.Kernels.BatchNormalization;
import netadapt.nn.kernels.Kernels.Finish;
import netadapt.nn.kernels.Kernels.Geometry;
import netadapt.nn.kernels.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes an {@link ElasticConvolution}; the order of its steps is the order of the paper.
 *
 * <p>Of the filters it computes those that any image of the pass keeps, from the input channels
 * that there are, and masks the rest of each image. So a pass of one sub-network costs what that
 * sub-network costs.
 */
final class ElasticConvolutionVertex extends ElasticVertex {
  private final transient ElasticConvolution layer;

  // What the backward pass needs of the forward pass.
  private transient int filters;
  private transient INDArray filterInput;
  private transient INDArray y;
  private transient List<DrawnSizes.Segment> segments;
  private transient Finish finish;
  private transient BatchNormalization normalization;

  ElasticConvolutionVertex(Place place, ElasticConvolution layer) {
    super(place, layer);
    this.layer = layer;
  }

  @Override
  INDArray forward(boolean training) {
    INDArray x = inputs[0];
    int images = (int) x.size(0);
    long height = (x.size(1) - 1) / layer.stride + 1;
    long width = (x.size(2) - 1) / layer.stride + 1;
    DrawnSizes.Column draws =
        layer.elastic()
            ? DrawnSizes.column(inputs[1], layer.drawIndex)
            : DrawnSizes.Column.full(images, layer.filters, layer.kernel);
    int bypassTo = (int) Math.min(x.size(3), layer.bypassLimit);
    filters = draws.mostFilters();
    segments = draws.segments();
    finish = new Finish(layer.activation, draws.filters(), bypassTo, layer.stride);

    INDArray out = buffers.array("out", images, height, width, Math.max(filters, bypassTo));
    if (filters == 0) {
      // All that is left is the bypass.
      return out.assign(Views.channels(Views.pixels(x, layer.stride), 0, bypassTo));
    }
    y = buffers.array("y", images, height, width, filters);
    filterInput = layer.depthwise ? firstChannels(x) : x;
    for (DrawnSizes.Segment segment : segments) {
      kernels()
          .convolution(
              geometry(segment),
              part(filterInput, segment),
              parameter("weight", used(segment)),
              part(y, segment));
    }
    normalization = normalization(training);
    kernels().finish(finish, normalization, y, x, out);
    return out;
  }

  @Override
  INDArray[] backward() {
    clearGradients();
    INDArray[] gradients = new INDArray[inputs.length];
    INDArray dx = layer.wantsInputGradient ? buffers.array("dx", inputs[0].shape()) : null;
    if (filters > 0) {
      backwardFilters(dx);
    } else if (dx != null) {
      dx.assign(0);
    }
    if (dx != null) {
      kernels().bypassBackward(finish, epsilon, dx);
    }
    gradients[0] = dx;
    return gradients;
  }

  private void backwardFilters(INDArray dx) {
    // Nobody reads the output's gradient again unless the bypass does.
    boolean inPlace = !finish.bypasses() && filters == epsilon.size(3);
    INDArray dy = inPlace ? epsilon : scratch("dy", y.shape());
    INDArray dGamma = layer.batchNorm ? gradient("gamma") : null;
    INDArray dBeta = gradient(layer.batchNorm ? "beta" : "bias");
    kernels().finishBackward(finish, normalization, y, epsilon, dy, dGamma, dBeta);
    if (layer.batchNorm) {
      follow("mean", normalization.mean());
      follow("variance", normalization.variance());
    }
    convolveBackward(dy, dx);
  }

  /**
   * A statistic's "gradient" moves it towards the batch's. Like any gradient it is a sum over the
   * images, which becomes their mean when the weights are changed.
   */
  private void follow(String statistic, INDArray batch) {
    double share = (1 - layer.statisticsDecay) * y.size(0);
    kernels().difference(parameter(statistic), batch, share, gradient(statistic));
  }

  private BatchNormalization normalization(boolean training) {
    if (!layer.batchNorm) {
      return BatchNormalization.bias(parameter("bias"));
    }
    INDArray mean = parameter("mean");
    INDArray variance = parameter("variance");
    if (training) {
      mean = buffers.array("mean", mean.shape());
      variance = buffers.array("variance", variance.shape());
      kernels().moments(y, mean, variance);
    }
    return new BatchNormalization(parameter("gamma"), parameter("beta"), mean, variance);
  }

  private void convolveBackward(INDArray dy, INDArray dx) {
    boolean narrow = filterInput != inputs[0];
    INDArray dInput = dx == null || !narrow ? dx : scratch("dNarrow", filterInput.shape());
    for (DrawnSizes.Segment segment : segments) {
      kernels()
          .convolutionBackward(
              geometry(segment),
              part(filterInput, segment),
              parameter("weight", used(segment)),
              part(dy, segment),
              dInput == null ? null : part(dInput, segment),
              gradient("weight", used(segment)));
    }
    if (narrow && dx != null) {
      kernels().fit(dInput, dx);
    }
  }

  /** A depthwise layer with fewer filters than inputs reads only the first inputs. */
  private INDArray firstChannels(INDArray x) {
    if (filters == x.size(3)) {
      return x;
    }
    INDArray first = buffers.array("narrow", x.size(0), x.size(1), x.size(2), filters);
    kernels().fit(x, first);
    return first;
  }

  /** Numbers per filter that is computed. */
  private INDArray parameter(String key) {
    return parameter(key, Used.first(filters));
  }

  /** Their gradient. */
  private INDArray gradient(String key) {
    return gradient(key, Used.first(filters));
  }

  /** What is used of the weights for the images of a segment. */
  private Used used(DrawnSizes.Segment segment) {
    long inputs = layer.depthwise ? 0 : filterInput.size(3);
    return new Used(segment.kernel(), inputs, filters);
  }

  private static INDArray part(INDArray x, DrawnSizes.Segment segment) {
    return Views.part(x, 0, segment.from(), segment.to());
  }

  private Geometry geometry(DrawnSizes.Segment segment) {
    return new Geometry(layer.depthwise, segment.kernel(), layer.stride);
  }
}
