package netadapt.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import netadapt.nn.kernels.Kernels.BatchNormalization;
import netadapt.nn.kernels.Kernels.Finish;
import netadapt.nn.kernels.Kernels.Geometry;
import netadapt.nn.kernels.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Computes an {@link ElasticConvolution}; the order of its steps is the order of the paper. */
final class ElasticConvolutionVertex extends ElasticVertex {
  private final transient ElasticConvolution layer;

  // What the backward pass needs of the forward pass.
  private transient INDArray filterInput;
  private transient INDArray y;
  private transient List<DrawnSizes.Segment> segments;
  private transient Finish finish;
  private transient List<Group> groups;

  /**
   * Images that are normalised together, by statistics of their own.
   *
   * @param from first image
   * @param to past the last image
   */
  private record Group(int from, int to, Finish finish, BatchNormalization normalization) {
    INDArray part(INDArray x) {
      return Views.part(x, 0, from, to);
    }
  }

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
    segments = draws.segments();
    finish = new Finish(layer.activation, draws.filters(), layer.bypassable(), layer.stride);

    INDArray out = buffers.array("out", images, height, width, layer.outputChannels);
    if (layer.filters == 0) {
      // All that is left is the bypass.
      return out.assign(Views.channels(Views.pixels(x, layer.stride), 0, layer.outputChannels));
    }
    y = buffers.array("y", images, height, width, layer.filters);
    filterInput = narrowed(x);
    convolve();
    groups = groups(training);
    for (Group group : groups) {
      kernels()
          .finish(
              group.finish(), group.normalization(), group.part(y), group.part(x), group.part(out));
    }
    return out;
  }

  @Override
  INDArray[] backward() {
    INDArray[] gradients = new INDArray[inputs.length];
    INDArray dx = layer.wantsInputGradient ? buffers.array("dx", inputs[0].shape()) : null;
    if (layer.filters > 0) {
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
    boolean inPlace = !finish.bypasses() && layer.filters == layer.outputChannels;
    INDArray dy = inPlace ? epsilon : scratch("dy", y.shape());
    for (Group group : groups) {
      boolean first = group.from() == 0;
      INDArray dGamma = layer.batchNorm ? ofGroup("gamma", first) : null;
      INDArray dBeta = ofGroup(layer.batchNorm ? "beta" : "bias", first);
      kernels()
          .finishBackward(
              group.finish(),
              group.normalization(),
              group.part(y),
              group.part(epsilon),
              group.part(dy),
              dGamma,
              dBeta);
      if (!first) { // there is but one group unless batches are normalised
        gradient("gamma").addi(dGamma);
        gradient("beta").addi(dBeta);
      }
    }
    if (layer.batchNorm) {
      follow("mean", mean(BatchNormalization::mean));
      follow("variance", mean(BatchNormalization::variance));
    }
    convolveBackward(dy, dx);
  }

  /** Where a group's gradient goes: the first one's where the sum of all is to be. */
  private INDArray ofGroup(String parameter, boolean first) {
    return first ? gradient(parameter) : scratch(parameter, gradient(parameter).shape());
  }

  /** The mean of a statistic over the groups. */
  private INDArray mean(Function<BatchNormalization, INDArray> statistic) {
    INDArray first = statistic.apply(groups.get(0).normalization());
    if (groups.size() == 1) {
      return first;
    }
    INDArray mean = scratch("statistic", first.shape()).assign(first);
    groups.stream().skip(1).map(Group::normalization).map(statistic).forEach(mean::addi);
    return mean.divi(groups.size());
  }

  /** A statistic's "gradient" is subtracted as it is: it moves the statistic to the batch's. */
  private void follow(String statistic, INDArray batch) {
    kernels()
        .difference(parameter(statistic), batch, 1 - layer.statisticsDecay, gradient(statistic));
  }

  private List<Group> groups(boolean training) {
    int images = (int) y.size(0);
    int together = training && layer.batchNorm && layer.elastic() ? layer.imagesPerDraw : 1;
    if (together <= 1) { // each image has a sub-network of its own: all share the statistics
      return List.of(new Group(0, images, finish, normalization(training, y, 0)));
    }
    List<Group> groups = new ArrayList<>();
    for (int from = 0; from < images; from += together) {
      int to = Math.min(images, from + together);
      INDArray part = Views.part(y, 0, from, to);
      groups.add(
          new Group(from, to, finish.of(from, to), normalization(training, part, groups.size())));
    }
    return groups;
  }

  /**
   * @param ofImages the part of the convolution's result that is normalised together
   * @param group its number
   */
  private BatchNormalization normalization(boolean training, INDArray ofImages, int group) {
    if (!layer.batchNorm) {
      return BatchNormalization.bias(parameter("bias"));
    }
    INDArray mean = parameter("mean");
    INDArray variance = parameter("variance");
    if (training) {
      mean = buffers.array("mean" + group, mean.shape());
      variance = buffers.array("variance" + group, variance.shape());
      kernels().moments(ofImages, mean, variance);
    }
    return new BatchNormalization(parameter("gamma"), parameter("beta"), mean, variance);
  }

  private void convolve() {
    for (DrawnSizes.Segment segment : segments) {
      kernels()
          .convolution(
              geometry(segment),
              part(filterInput, segment),
              Views.centre(parameter("weight"), segment.kernel()),
              part(y, segment));
    }
  }

  private void convolveBackward(INDArray dy, INDArray dx) {
    boolean narrow = filterInput != inputs[0];
    INDArray dInput = dx == null || !narrow ? dx : scratch("dNarrow", filterInput.shape());
    INDArray dWeight = gradient("weight");
    boolean whole = segments.size() == 1 && segments.get(0).kernel() == layer.kernel;
    if (!whole) {
      dWeight.assign(0);
    }
    for (DrawnSizes.Segment segment : segments) {
      INDArray weight = Views.centre(parameter("weight"), segment.kernel());
      INDArray target = whole ? dWeight : scratch("dWeight", weight.shape());
      kernels()
          .convolutionBackward(
              geometry(segment),
              part(filterInput, segment),
              weight,
              part(dy, segment),
              dInput == null ? null : part(dInput, segment),
              target);
      if (!whole) {
        Views.centre(dWeight, segment.kernel()).addi(target);
      }
    }
    if (narrow && dx != null) {
      kernels().fit(dInput, dx);
    }
  }

  /** A depthwise layer with fewer filters than inputs reads only the first inputs. */
  private INDArray narrowed(INDArray x) {
    if (!layer.depthwise || layer.filters == layer.inputChannels) {
      return x;
    }
    INDArray narrow = buffers.array("narrow", x.size(0), x.size(1), x.size(2), layer.filters);
    kernels().fit(x, narrow);
    return narrow;
  }

  private static INDArray part(INDArray x, DrawnSizes.Segment segment) {
    return Views.part(x, 0, segment.from(), segment.to());
  }

  private Geometry geometry(DrawnSizes.Segment segment) {
    return new Geometry(layer.depthwise, segment.kernel(), layer.stride);
  }
}
