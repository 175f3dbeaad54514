package netadapt.search;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;

/** A random walk among sub-networks: into a band of the resource, then about within it. */
final class BandWalk {
  /** Enough for the tilt to tell apart any two layers of the largest networks. */
  private static final int HALVINGS = 20;

  /** Small networks need more moves per layer: most of theirs leave the band. */
  private static final int MOVES = 40;

  private final SearchSpace space;
  private final double low;
  private final double high;
  private final SplittableRandom random;
  private final int layers;
  private Place place;

  /**
   * A sub-network.
   *
   * @param sizes of its layers, on their grids; each width is the smallest that gives as many
   *     filters something to read, so that a sub-network has one list of sizes
   */
  private record Place(List<LayerSize> sizes, SubNetwork network, double resource) {}

  /**
   * @param low the least resource of the band
   * @param high the most
   * @param random the only source of chance
   */
  BandWalk(SearchSpace space, double low, double high, SplittableRandom random) {
    this.space = space;
    this.low = low;
    this.high = high;
    this.random = random;
    this.layers = space.widths().size();
  }

  /**
   * Goes into the band: near it by tilting a random draw, then in steps of single layers.
   *
   * @return whether it got there; a band may be empty, or too narrow to be hit
   */
  boolean arrive() {
    TiltedDraw draw = new TiltedDraw(space, random);
    double below = -1;
    double above = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double tilt = (below + above) / 2;
      place = place(draw.sizes(tilt));
      if (within(place)) {
        return true;
      }
      if (place.resource() > high) {
        above = tilt;
      } else {
        below = tilt;
      }
    }
    for (int i = 0; i < 4 * layers && !within(place); i++) {
      int step = place.resource() > high ? -1 : 1;
      place = place(stepped(random.nextInt(layers), step));
    }
    return within(place);
  }

  /**
   * Wanders within the band. Each move draws new sizes for one layer or two, and is taken unless it
   * leaves the band; as it is as likely as its reverse, every sub-network of the band is as likely
   * as any other in the long run (Metropolis et al., 1953).
   */
  void wander() {
    for (int i = 0; i < MOVES + 2 * layers; i++) {
      List<LayerSize> moved = new ArrayList<>(place.sizes());
      for (int changes = random.nextInt(1, 3); changes > 0; changes--) {
        int layer = random.nextInt(layers);
        moved.set(layer, anySize(layer));
      }
      Place next = place(moved);
      if (within(next) && next.sizes().equals(moved)) {
        place = next;
      }
    }
  }

  /** Where the walk is, canonical. */
  Architecture architecture() {
    return place.network().canonical();
  }

  private boolean within(Place there) {
    return low <= there.resource() && there.resource() <= high;
  }

  private Place place(List<LayerSize> sizes) {
    SubNetwork network = space.subNetwork(sizes);
    int[] used = network.filters();
    List<LayerSize> tidy = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      List<Integer> widths = space.widths().get(layer);
      int width = widths.get(0);
      for (int i = 0; width < used[layer]; i++) {
        width = widths.get(i);
      }
      int kernel = width == 0 ? space.kernels().get(layer).get(0) : sizes.get(layer).kernel();
      tidy.add(new LayerSize(width, kernel));
    }
    return new Place(tidy, network, space.metric().of(network));
  }

  /** The sizes with one layer's width or kernel a step up or down, if there is one. */
  private List<LayerSize> stepped(int layer, int step) {
    LayerSize size = place.sizes().get(layer);
    List<Integer> widths = space.widths().get(layer);
    List<Integer> kernels = space.kernels().get(layer);
    boolean kernel = kernels.size() > 1 && size.filters() > 0 && random.nextBoolean();
    LayerSize next =
        kernel
            ? new LayerSize(size.filters(), moved(kernels, size.kernel(), step))
            : new LayerSize(moved(widths, size.filters(), step), size.kernel());
    List<LayerSize> stepped = new ArrayList<>(place.sizes());
    stepped.set(layer, next);
    return stepped;
  }

  private static int moved(List<Integer> ascending, int from, int step) {
    int index = ascending.indexOf(from) + step;
    return ascending.get(Math.max(0, Math.min(ascending.size() - 1, index)));
  }

  /** Any size of a layer, each equally likely; all without filters are one. */
  private LayerSize anySize(int layer) {
    List<Integer> widths = space.widths().get(layer);
    List<Integer> kernels = space.kernels().get(layer);
    int drawn = random.nextInt(1 + (widths.size() - 1) * kernels.size());
    return drawn == 0
        ? space.smallest(layer)
        : new LayerSize(
            widths.get(1 + (drawn - 1) / kernels.size()),
            kernels.get((drawn - 1) % kernels.size()));
  }
}
