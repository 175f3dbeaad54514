package netadapt.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import netadapt.nn.kernels.Views;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The second input of a super-network's graph, {@code [n, layers, 2]}: for every image and searched
 * layer the filters it keeps and the side of its kernel.
 */
public final class DrawnSizes {
  private static final int FILTERS = 0;
  private static final int KERNEL = 1;

  private DrawnSizes() {}

  /**
   * A contiguous part of the batch that shares a kernel.
   *
   * @param from first image
   * @param to past the last image
   * @param kernel side of the kernel
   */
  record Segment(int from, int to, int kernel) {}

  /**
   * The draws of one layer.
   *
   * @param filters per image, the filters that remain
   * @param kernels per image, the side of the kernel
   */
  record Column(int[] filters, int[] kernels) {
    /** The draws of a layer that is not elastic: all filters and the full kernel. */
    static Column full(int images, int filters, int kernel) {
      Column column = new Column(new int[images], new int[images]);
      Arrays.fill(column.filters, filters);
      Arrays.fill(column.kernels, kernel);
      return column;
    }

    /** The filters that the image with the most of them keeps. */
    int mostFilters() {
      return Arrays.stream(filters).max().orElse(0);
    }

    /** The batch cut where the kernel changes. */
    List<Segment> segments() {
      int images = kernels.length;
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
  }

  /**
   * @param draws {@code [n, layers, 2]}
   * @param layer position among the searched layers
   */
  static Column column(INDArray draws, int layer) {
    int images = (int) draws.size(0);
    int layers = (int) draws.size(1);
    INDArray dense = Views.isDense(draws) ? draws : draws.dup('c');
    DataBuffer data = dense.data();
    int[] filters = new int[images];
    int[] kernels = new int[images];
    for (int image = 0; image < images; image++) {
      long at = ((long) image * layers + layer) * 2;
      filters[image] = data.getInt(at + FILTERS);
      kernels[image] = data.getInt(at + KERNEL);
    }
    return new Column(filters, kernels);
  }
}
