package netadapt.nn;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The second input of a super-network's graph, {@code [n, layers, 2]}: for every image and searched
 * layer the filters it keeps and the side of its kernel.
 */
public final class Draws {
  private static final int FILTERS = 0;
  private static final int KERNEL = 1;

  private Draws() {}

  /**
   * A contiguous part of the batch that shares a kernel.
   *
   * @param from first image
   * @param to past the last image
   * @param kernel side of the kernel
   */
  record Segment(int from, int to, int kernel) {}

  /**
   * What one layer is told.
   *
   * @param filters per image, the filters that remain; empty if all do
   * @param kernels per image; empty if all have the full one
   * @param images how many there are
   */
  record Column(int[] filters, int[] kernels, int images) {
    static Column full(int images) {
      return new Column(new int[0], new int[0], images);
    }

    /** The batch cut where the kernel changes. */
    List<Segment> segments(int fullKernel) {
      if (kernels.length == 0) {
        return List.of(new Segment(0, images, fullKernel));
      }
      List<Segment> segments = new ArrayList<>();
      int from = 0;
      for (int image = 1; image <= images; image++) {
        if (image == images || kernels[image] != kernels[from]) {
          segments.add(new Segment(from, image, kernels[from]));
          from = image;
        }
      }
      return segments;
    }

    /** {@code [n, 1, channels]}: 1 for an image's first filters, 0 for its last. */
    INDArray mask(int channels, DataType dataType) {
      return mask(channels, dataType, 1f, 0f);
    }

    /** {@code [n, 1, to]}: 0 for an image's first filters, 1 for the channels after them. */
    INDArray complement(int to, DataType dataType) {
      return mask(to, dataType, 0f, 1f);
    }

    private INDArray mask(int channels, DataType dataType, float kept, float removed) {
      float[] mask = new float[images * channels];
      for (int image = 0; image < images; image++) {
        for (int channel = 0; channel < channels; channel++) {
          mask[image * channels + channel] = channel < filters[image] ? kept : removed;
        }
      }
      return Nd4j.create(mask, new long[] {images, 1, channels}, 'c').castTo(dataType);
    }
  }

  /**
   * @param draws {@code [n, layers, 2]}
   * @param layer position among the searched layers
   */
  static Column column(INDArray draws, int layer) {
    int images = (int) draws.size(0);
    int layers = (int) draws.size(1);
    float[] all = draws.dup('c').data().asFloat();
    int[] filters = new int[images];
    int[] kernels = new int[images];
    for (int image = 0; image < images; image++) {
      int at = (image * layers + layer) * 2;
      filters[image] = (int) all[at + FILTERS];
      kernels[image] = (int) all[at + KERNEL];
    }
    return new Column(filters, kernels, images);
  }
}
