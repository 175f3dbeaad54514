package netadapt.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import netadapt.data.ImageReader.UnreadableImage;

/** The frames of {@link NyuMat}'s file, which is opened once and read in their order. */
final class NyuMatFrames implements FrameReader.Frames {
  /**
   * Frames that are read together at most, some 5 MB each: those whose bytes are packed together.
   */
  private static final int MOST = 8;

  private final SourceFolder folder;
  private Optional<Hdf5File> file = Optional.empty();
  private int[] size = {};
  private int together;
  private int first;
  private float[] colours = {};
  private float[] depths = {};

  NyuMatFrames(SourceFolder folder) {
    this.folder = folder;
  }

  @Override
  public DepthFrame read(SourceItem item) throws IOException, UnreadableImage {
    if (file.isEmpty()) {
      open();
    }
    int area = size[2] * size[3];
    if (depths.length == 0
        || item.record() < first
        || item.record() >= first + depths.length / area) {
      load(item.record() / together * together);
    }
    int at = item.record() - first;
    return DepthFrame.of(
        Arrays.copyOfRange(colours, at * 3 * area, (at + 1) * 3 * area),
        size[3],
        size[2],
        Arrays.copyOfRange(depths, at * area, (at + 1) * area),
        size[3],
        size[2],
        true);
  }

  private void open() throws IOException, UnreadableImage {
    Hdf5File opened = Hdf5File.open(folder, NyuMat.FILE);
    try {
      size = opened.shape(NyuMat.IMAGES);
      together = Math.max(1, Math.min(MOST, opened.together(NyuMat.IMAGES)));
    } catch (IOException | UnreadableImage e) {
      opened.close();
      throw e;
    }
    file = Optional.of(opened);
  }

  /** Reads the frames from one on. */
  private void load(int from) throws IOException, UnreadableImage {
    depths = new float[0]; // none, if this fails
    int count = Math.min(together, size[0] - from);
    int[] part = {count, 3, size[2], size[3]};
    colours = file.orElseThrow().values(NyuMat.IMAGES, new long[] {from, 0, 0, 0}, part);
    int[] depthPart = {count, size[2], size[3]};
    depths = file.orElseThrow().values(NyuMat.DEPTHS, new long[] {from, 0, 0}, depthPart);
    first = from;
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
