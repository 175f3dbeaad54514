package netadapt.data;

import org.apache.hadoop.conf.Configuration;

/**
 * Pictures of rooms with the depth of each pixel, all of them synthetic: they are computed, and
 * show boxes in rooms with walls of simple patterns. They stand in for photographs with depths
 * where none are at hand; what a network learns of them is of no use elsewhere.
 *
 * @param train how many there are to train with
 * @param test how many there are to test with
 */
public record Rooms(int train, int test) implements ImageSource {
  private static final String TRAIN = "train";
  private static final String TEST = "test";

  /** 2,000 to train with and 500 to test with. */
  public Rooms() {
    this(2000, 500);
  }

  @Override
  public String description() {
    return "%,d synthetic rooms".formatted(train + test);
  }

  @Override
  public boolean hasTargets() {
    return true;
  }

  @Override
  public Listing list(Configuration hadoop) {
    Listing listing = Listing.ofTargets(new UnusedFiles());
    for (int i = 0; i < train; i++) {
      listing.add(TRAIN, i, 0, false);
    }
    for (int i = 0; i < test; i++) {
      listing.add(TEST, i, 0, true);
    }
    return listing;
  }

  /** Pictures of 320×240 pixels. */
  @Override
  public ImageReader reader(Configuration hadoop) {
    return new Camera(240, 320);
  }

  @Override
  public ImageReader reader(Configuration hadoop, ImageForm form) {
    return new Camera(form.uncut(form.height()), form.uncut(form.width()));
  }

  /** Takes pictures of the network's size. */
  private static final class Camera implements ImageReader {
    private final int height;
    private final int width;
    private RoomPicture last;

    Camera(int height, int width) {
      this.height = height;
      this.width = width;
    }

    @Override
    public DecodedImage read(SourceItem item) {
      last = RoomPicture.of(item.file(), item.record(), height, width);
      return last.image();
    }

    @Override
    public TargetMap target(SourceItem item) {
      return last.depth();
    }

    @Override
    public void close() {
      last = null;
    }
  }
}
