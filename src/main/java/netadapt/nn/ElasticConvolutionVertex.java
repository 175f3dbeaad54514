package netadapt.nn;

import java.util.List;
import netadapt.arch.Weights;
import netadapt.nn.Kernels.Geometry;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Computes an {@link ElasticConvolution}; the order of its steps is the order of the paper. */
final class ElasticConvolutionVertex extends ElasticVertex {
  private final transient ElasticConvolution layer;
  private final transient Bypass bypass;

  // What the backward pass needs of the forward pass.
  private transient INDArray filterInput;
  private transient INDArray normalized;
  private transient INDArray preActivation;
  private transient INDArray moments;
  private transient List<Draws.Segment> segments;
  private transient INDArray mask;

  ElasticConvolutionVertex(
      ComputationGraph graph,
      String name,
      int index,
      ElasticConvolution layer,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    super(graph, name, index, layer, parameters, initialize, dataType);
    this.layer = layer;
    this.bypass = new Bypass(layer, buffers, kernels);
  }

  @Override
  INDArray forward(boolean training) {
    INDArray x = inputs[0];
    int images = (int) x.size(0);
    long height = (x.size(1) - 1) / layer.stride + 1;
    long width = (x.size(2) - 1) / layer.stride + 1;
    Draws.Column draws =
        layer.elastic() ? Draws.column(inputs[1], layer.drawIndex) : Draws.Column.full(images);
    segments = draws.segments(layer.kernel);

    INDArray out = buffers.array("out", images, height, width, layer.outputChannels);
    if (layer.filters > 0) {
      INDArray y = buffers.array("y", images, height, width, layer.filters);
      filterInput = narrowed(x);
      convolve(y);
      INDArray pre = normalize(y, training);
      boolean direct = layer.filters == layer.outputChannels;
      INDArray active = direct ? out : buffers.array("active", y.shape());
      kernels.activate(layer.activation, pre, Nd4jKernels.rows(active));
      preActivation = pre;
      mask(draws, active);
      if (!direct) {
        filtersOf(out).assign(active);
      }
    }
    bypass.forward(x, out, draws);
    return out;
  }

  @Override
  INDArray[] backward() {
    INDArray[] gradients = new INDArray[inputs.length];
    INDArray x = inputs[0];
    INDArray dx = layer.wantsInputGradient ? buffers.array("dx", x.shape()) : null;
    if (layer.filters > 0) {
      backwardFilters(dx);
    } else if (dx != null) {
      dx.assign(0);
    }
    if (dx != null) {
      bypass.backward(epsilon, dx);
    }
    gradients[0] = dx;
    return gradients;
  }

  private void backwardFilters(INDArray dx) {
    boolean direct = layer.filters == layer.outputChannels;
    INDArray dy =
        buffers.array("dy", epsilon.size(0), epsilon.size(1), epsilon.size(2), layer.filters);
    INDArray upstream = direct ? epsilon : dy.assign(filtersOf(epsilon));
    if (mask != null) {
      kernels.scaleChannels(Channels.perImage(upstream), mask, Channels.perImage(dy));
      upstream = dy;
    }
    INDArray rows = Nd4jKernels.rows(dy);
    INDArray scratch = buffers.array("scratch", rows.shape());
    kernels.activateBackward(
        layer.activation, preActivation, Nd4jKernels.rows(upstream), rows, scratch);
    if (layer.batchNorm) {
      kernels.batchNormBackward(
          normalized,
          parameter("gamma"),
          moments,
          rows,
          gradient("gamma"),
          gradient("beta"),
          scratch);
      follow("mean", moments.getRow(0, true));
      follow("variance", moments.getRow(1, true));
    } else {
      kernels.sumRows(rows, gradient("bias"));
    }
    convolveBackward(dy, dx);
  }

  /** A statistic's "gradient" is subtracted as it is: it moves the statistic to the batch's. */
  private void follow(String statistic, INDArray batch) {
    gradient(statistic).assign(parameter(statistic)).subi(batch).muli(1 - layer.statisticsDecay);
  }

  private void convolve(INDArray y) {
    for (Draws.Segment segment : segments) {
      kernels.convolution(
          geometry(segment),
          part(filterInput, segment),
          cropped(segment.kernel()),
          part(y, segment));
    }
  }

  private void convolveBackward(INDArray dy, INDArray dx) {
    boolean narrow = filterInput != inputs[0];
    INDArray dInput = dx == null || !narrow ? dx : buffers.array("dNarrow", filterInput.shape());
    INDArray dWeight = gradient("weight");
    boolean whole = segments.size() == 1 && segments.get(0).kernel() == layer.kernel;
    if (!whole) {
      dWeight.assign(0);
    }
    for (Draws.Segment segment : segments) {
      INDArray weight = cropped(segment.kernel());
      INDArray target = whole ? dWeight : buffers.array("dWeight", weight.shape());
      kernels.convolutionBackward(
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
    if (dx != null && narrow) {
      dx.assign(0);
      Views.channels(dx, 0, layer.filters).assign(dInput);
    }
  }

  private INDArray normalize(INDArray y, boolean training) {
    INDArray rows = Nd4jKernels.rows(y);
    if (!layer.batchNorm) {
      Nd4jKernels.combine("add", rows, parameter("bias"), rows);
      return rows;
    }
    INDArray pre = buffers.array("pre", rows.shape());
    if (training) {
      moments = buffers.array("moments", 2, layer.filters);
      INDArray scratch = buffers.array("scratch", rows.shape());
      kernels.batchNorm(rows, parameter("gamma"), parameter("beta"), pre, moments, scratch);
      normalized = rows;
      return pre;
    }
    INDArray deviation =
        Transforms.sqrt(parameter("variance").add(Weights.BATCH_NORM_EPSILON), false);
    INDArray scale = parameter("gamma").div(deviation);
    INDArray shift = parameter("beta").sub(parameter("mean").mul(scale));
    kernels.affine(rows, scale, shift, pre);
    return pre;
  }

  private void mask(Draws.Column draws, INDArray active) {
    mask = null;
    if (layer.elastic()) {
      mask = draws.mask(layer.filters, dataType);
      kernels.scaleChannels(Channels.perImage(active), mask, Channels.perImage(active));
    }
  }

  /** A depthwise layer with fewer filters than inputs reads only the first inputs. */
  private INDArray narrowed(INDArray x) {
    if (!layer.depthwise || layer.filters == layer.inputChannels) {
      return x;
    }
    return buffers
        .array("narrow", x.size(0), x.size(1), x.size(2), layer.filters)
        .assign(Views.channels(x, 0, layer.filters));
  }

  private INDArray cropped(int kernel) {
    INDArray weight = parameter("weight");
    return kernel == layer.kernel ? weight : Views.centre(weight, kernel).dup('c');
  }

  private static INDArray part(INDArray x, Draws.Segment segment) {
    return Views.part(x, 0, segment.from(), segment.to());
  }

  private INDArray filtersOf(INDArray wide) {
    return Views.channels(wide, 0, layer.filters);
  }

  private Geometry geometry(Draws.Segment segment) {
    return new Geometry(layer.depthwise, segment.kernel(), layer.stride);
  }
}
