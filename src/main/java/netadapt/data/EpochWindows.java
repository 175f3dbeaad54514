package netadapt.data;

import java.util.Arrays;
import netadapt.Seeds;

/**
 * The order of an epoch that reads files: blocks of consecutive images in random order, and so many
 * of them at a time as a window, within which all images are mixed.
 */
final class EpochWindows {
  /** Images that are read together; a page of a dataset's files has no more. */
  static final int BLOCK = 128;

  private final int size;
  private final int blocks;
  private final int blocksPerWindow;
  private final long seed;
  private final Permutation order;

  /** By window, the place of its first image; behind the last one, the number of images. */
  private final int[] starts;

  /**
   * Consecutive images.
   *
   * @param first number of the first one
   * @param count how many, at least 1
   */
  record Block(int first, int count) {}

  /**
   * @param size how many images there are, 0 or more
   * @param imagesAtATime about as many as a window has, at least 1
   */
  EpochWindows(int size, int imagesAtATime, long seed) {
    this.size = size;
    this.blocks = (size + BLOCK - 1) / BLOCK;
    this.blocksPerWindow = Math.max(1, imagesAtATime / BLOCK);
    this.seed = seed;
    this.order = new Permutation(blocks, seed);
    this.starts = new int[(blocks + blocksPerWindow - 1) / blocksPerWindow + 1];
    for (int window = 0; window < count(); window++) {
      int images = Arrays.stream(blocks(window)).mapToInt(Block::count).sum();
      starts[window + 1] = starts[window] + images;
    }
  }

  /** How many windows there are. */
  int count() {
    return starts.length - 1;
  }

  /** The window of a place in the order. */
  int window(int place) {
    int found = Arrays.binarySearch(starts, place);
    return found >= 0 ? found : -found - 2;
  }

  /** The place of a window's first image. */
  int start(int window) {
    return starts[window];
  }

  /** What a window has. */
  Block[] blocks(int window) {
    int first = window * blocksPerWindow;
    Block[] found = new Block[Math.min(blocksPerWindow, blocks - first)];
    for (int i = 0; i < found.length; i++) {
      long block = order.at(first + i);
      int start = (int) (block * size / blocks); // so that no block is much smaller
      found[i] = new Block(start, (int) ((block + 1) * size / blocks) - start);
    }
    return found;
  }

  /** The order of a window's images, of which the blocks follow each other. */
  Permutation order(int window) {
    return new Permutation(starts[window + 1] - starts[window], Seeds.mix(seed, "window", window));
  }
}
