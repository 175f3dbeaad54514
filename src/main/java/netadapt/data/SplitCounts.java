package netadapt.data;

import netadapt.BrokenRule;

/**
 * How many images each split gets.
 *
 * @param train to train on
 * @param heldOut to score sub-networks on
 * @param test to test what was found
 * @param classes of the images
 */
public record SplitCounts(int train, int heldOut, int test, int classes) {
  /**
   * Those of a source whose images can all be read.
   *
   * @param heldOut wanted
   * @param test wanted where the source has no test images of its own
   * @param where they are, for messages
   * @throws BrokenRule if no image would be left to train with
   */
  public static SplitCounts of(Listing listing, int heldOut, int test, String where) {
    int own = (int) listing.items().stream().filter(SourceItem::test).count();
    int apart = listing.ownTest() ? 0 : test;
    int available = listing.items().size() - own;
    return new SplitCounts(
        left(available, heldOut, apart, where), heldOut, own + apart, listing.classes().size());
  }

  /**
   * Training images that are left.
   *
   * @param available training images of the source
   * @param heldOut to be held out of them
   * @param test to be set apart of them for testing
   * @param where they are, for messages
   * @throws BrokenRule if none is left
   */
  public static int left(int available, int heldOut, int test, String where) {
    long left = (long) available - heldOut - test;
    if (left <= 0) {
      throw new BrokenRule(
          "held-out",
          heldOut,
          "less: with %d images set apart for testing, none of the %d images of %s are left to train with"
              .formatted(test, available, where));
    }
    return (int) left;
  }
}
