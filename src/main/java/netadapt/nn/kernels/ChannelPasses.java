package netadapt.nn.kernels;

import netadapt.nn.kernels.Kernels.Geometry;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Single passes over channels-last arrays that treat every image by itself, and passes that add up
 * weights' gradients.
 *
 * <p>Callers keep the arrays alive, of which only the addresses are used.
 */
final class ChannelPasses {
  private static final int AXES = 4;

  private final Crew crew;
  private final Room room;

  ChannelPasses(Crew crew, Room room) {
    this.crew = crew;
    this.room = room;
  }

  /** {@code sums [n, 1, 1, c] = factor · Σ a · b}; {@code b} of ones if {@code null}. */
  void sums(INDArray a, INDArray b, double factor, INDArray sums) {
    int images = (int) a.size(0);
    int channels = (int) a.size(3);
    long pixels = a.size(1) * a.size(2);
    long first = Addresses.of(a);
    long second = Addresses.orNone(b, a.shape());
    long to = Addresses.of(sums, images, 1, 1, channels);
    room.reserve(channels);
    crew.share(
        images,
        (hand, begin, end) ->
            NativePasses.imageSums(
                first,
                second,
                factor,
                begin,
                end,
                pixels,
                channels,
                to,
                room.tiles(hand),
                room.sums(hand)));
  }

  /** {@code y = x · factor + offset}; {@code x} of ones or {@code offset} of 0 if {@code null}. */
  void affine(INDArray x, INDArray factor, INDArray offset, INDArray y) {
    int images = (int) y.size(0);
    int channels = (int) y.size(3);
    long pixels = y.size(1) * y.size(2);
    long from = Addresses.orNone(x, y.shape());
    long factors = Addresses.of(factor, images, 1, 1, channels);
    long offsets = Addresses.orNone(offset, images, 1, 1, channels);
    long to = Addresses.of(y);
    room.reserve(channels);
    crew.share(
        images,
        (hand, begin, end) ->
            NativePasses.affine(
                from, factors, offsets, to, begin, end, pixels, channels, room.tiles(hand)));
  }

  /**
   * {@code y = x + branch}, channels that either lacks counting as 0.
   *
   * @param x {@code [n, h, w, a]}
   * @param branch {@code [n, h, w, b]}; or {@code null} for none
   * @param removed per image, whether the branch is not added; unused without a branch
   * @param y {@code [n, h, w, c]}; overwritten
   */
  void sum(INDArray x, INDArray branch, boolean[] removed, INDArray y) {
    int images = (int) y.size(0);
    int channels = (int) y.size(3);
    int trunkChannels = (int) x.size(3);
    int branchChannels = branch == null ? 0 : (int) branch.size(3);
    long trunk = Addresses.of(x, images, y.size(1), y.size(2), trunkChannels);
    long other = Addresses.orNone(branch, images, y.size(1), y.size(2), branchChannels);
    long without = branch == null ? 0 : room.perImage(ones(removed), images);
    long to = Addresses.of(y);
    crew.share(
        images,
        (hand, begin, end) ->
            NativePasses.residualSum(
                trunk,
                trunkChannels,
                other,
                branchChannels,
                without,
                to,
                channels,
                begin,
                end,
                y.size(1) * y.size(2)));
  }

  /** {@code y [n, h · factor, w · factor, c]}: every pixel of {@code x} repeated. */
  void upsample(INDArray x, int factor, INDArray y) {
    int height = (int) x.size(1);
    int width = (int) x.size(2);
    int channels = (int) x.size(3);
    long from = Addresses.of(x);
    long to = Addresses.of(y, x.size(0), (long) factor * height, (long) factor * width, channels);
    crew.share(
        (int) x.size(0),
        (hand, begin, end) ->
            NativePasses.upsample(from, to, begin, end, height, width, channels, factor));
  }

  /** {@code dx [n, h, w, c]}: the sum over the repetitions of every pixel. */
  void upsampleGradient(INDArray dy, int factor, INDArray dx) {
    int height = (int) dx.size(1);
    int width = (int) dx.size(2);
    int channels = (int) dx.size(3);
    long from =
        Addresses.of(dy, dx.size(0), (long) factor * height, (long) factor * width, channels);
    long to = Addresses.of(dx);
    crew.share(
        (int) dx.size(0),
        (hand, begin, end) ->
            NativePasses.upsampleGradient(from, to, begin, end, height, width, channels, factor));
  }

  /** Makes sure that all threads have room for {@link #depthwiseWeights}. */
  void reserve(Geometry geometry, INDArray x) {
    room.reserveFrames((int) x.size(2), (int) x.size(3), geometry.kernel());
  }

  /**
   * What some images add to the weight's gradient of a depthwise convolution, on the calling
   * thread.
   *
   * @param hand number of the thread
   * @param x {@code [n, h, w, c]}
   * @param dy {@code [n, h', w', c]}
   * @param dWeight {@code [k, k, c]}, dense; overwritten
   */
  void depthwiseWeights(
      int hand, int begin, int end, Geometry geometry, INDArray x, INDArray dy, INDArray dWeight) {
    int kernel = geometry.kernel();
    int stride = geometry.stride();
    int channels = (int) x.size(3);
    long outHeight = (x.size(1) - 1) / stride + 1;
    long outWidth = (x.size(2) - 1) / stride + 1;
    NativePasses.depthwiseWeights(
        Addresses.of(x),
        Addresses.of(dy, x.size(0), outHeight, outWidth, channels),
        Addresses.of(dWeight, kernel, kernel, channels),
        begin,
        end,
        (int) x.size(1),
        (int) x.size(2),
        channels,
        kernel,
        stride,
        room.frames(hand));
  }

  private static int[] ones(boolean[] where) {
    int[] ones = new int[where.length];
    for (int i = 0; i < where.length; i++) {
      ones[i] = where[i] ? 1 : 0;
    }
    return ones;
  }

  /**
   * Adds parts, in their order.
   *
   * @param sum of 1 to 4 axes; may be a view if the numbers of its last axis follow one another
   * @param parts of the shape of {@code sum}, dense
   */
  void addParts(INDArray sum, INDArray[] parts) {
    long[] sizes = new long[AXES];
    long[] strides = new long[AXES];
    for (int axis = 0; axis < AXES; axis++) {
      int of = axis - (AXES - sum.rank()); // axes that it lacks come first
      sizes[axis] = of < 0 ? 1 : sum.size(of);
      strides[axis] = of < 0 ? 0 : sum.stride(of);
    }
    long to = Addresses.pointer(sum).address();
    long sizesAt = room.sizes(sizes);
    long stridesAt = room.strides(strides);
    crew.share(
        (int) (sum.length() / sizes[AXES - 1]),
        (hand, begin, end) -> {
          for (INDArray part : parts) {
            NativePasses.addRows(
                to, Addresses.of(part, sum.shape()), sizesAt, stridesAt, begin, end);
          }
        });
  }
}
