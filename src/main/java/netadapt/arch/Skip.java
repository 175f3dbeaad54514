package netadapt.arch;

import java.util.List;
import netadapt.arch.SubNetwork.SubBlock;

/** What a block's skip adds. */
final class Skip {
  private Skip() {}

  /**
   * The shape of what the skip adds.
   *
   * @param block that has a skip
   * @param own what the block gives before the skip is added
   * @param before the blocks before it, in order
   * @throws IllegalArgumentException if the skip names none of these, or one of another resolution
   */
  static Shape of(Block block, Shape own, List<SubBlock> before) {
    for (SubBlock other : before) {
      if (other.block().name().equals(block.skip())) {
        if (!other.output().samePixels(own)) {
          throw new IllegalArgumentException(otherResolution(block, own, other, before));
        }
        return other.output();
      }
    }
    throw new IllegalArgumentException(
        "skip of block %s is %s but must be one of the blocks before it: %s"
            .formatted(
                block.name(),
                block.skip(),
                before.stream().map(one -> one.block().name()).toList()));
  }

  private static String otherResolution(
      Block block, Shape own, SubBlock other, List<SubBlock> before) {
    Shape image = before.get(0).input();
    int stride = totalStride(before.stream().map(SubBlock::block).toList());
    String mend =
        image.height() % stride == 0 && image.width() % stride == 0
            ? "name a block of that resolution"
            : "make height and width of the images multiples of %d, all strides together"
                .formatted(stride);
    return "skip of block %s is %s, which gives %s, but must have as many pixels as the block, which gives %s: %s"
        .formatted(block.name(), block.skip(), other.output(), own, mend);
  }

  /** The product of all strides: of what image sizes should be multiples. */
  static int totalStride(List<Block> blocks) {
    int product = 1;
    for (Block block : blocks) {
      for (Layer.Convolution convolution : block.convolutions()) {
        product *= convolution.stride();
      }
    }
    return product;
  }
}
