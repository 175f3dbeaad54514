package netadapt.nn.kernels;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.nn.kernels.Kernels.Geometry;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One thread's convolutions: each is made when its shape first occurs, and then used again. */
final class Convolutions {
  private final OneDnn.Scratch scratch = new OneDnn.Scratch();
  private final Buffers partial = new Buffers(DataType.FLOAT);
  private final Map<Shape, OneDnnConvolution> made = new HashMap<>();

  private record Shape(Geometry geometry, List<Long> x, List<Long> weight, List<Long> strides) {}

  /**
   * @param images how many of {@code x}'s images
   * @param x {@code [n, h, w, in]}
   */
  OneDnnConvolution of(Geometry geometry, int images, INDArray x, INDArray weight) {
    long[] shape = x.shape().clone();
    shape[0] = images;
    return made.computeIfAbsent(
        new Shape(geometry, list(shape), list(weight.shape()), list(weight.stride())),
        key -> new OneDnnConvolution(geometry, shape, weight, scratch));
  }

  /** An array for this thread's part of a weight's gradient; valid until the next call. */
  INDArray partialGradient(INDArray dWeight) {
    return partial.array("dWeight", dWeight.shape());
  }

  private static List<Long> list(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
