package netadapt.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.data.ImageReader.UnreadableImage;
import org.apache.hadoop.conf.Configuration;

/**
 * The labelled part of NYU Depth V2: {@code nyu_depth_v2_labeled.mat}, a MATLAB file of version
 * 7.3, which is HDF5, with {@code images}, {@code [n, 3, w, h]} bytes, and {@code depths}, {@code
 * [n, w, h]} metres. With the official {@code splits.mat} beside it, that says which images are the
 * test set.
 *
 * @param folder that holds it
 * @see <a href="https://cs.nyu.edu/~fergus/datasets/nyu_depth_v2.html">NYU Depth Dataset V2</a>
 */
public record NyuMat(String folder) implements ImageSource {
  static final String FILE = "nyu_depth_v2_labeled.mat";
  static final String SPLITS = "splits.mat";
  static final String IMAGES = "images";
  static final String DEPTHS = "depths";

  @Override
  public String description() {
    return "NYU Depth V2's labelled images in " + folder;
  }

  @Override
  public boolean hasTargets() {
    return true;
  }

  @Override
  public Listing list(Configuration hadoop) throws IOException {
    SourceFolder files = new SourceFolder(hadoop, folder);
    files.check();
    if (!files.has(FILE)) {
      throw new BadInput("%s is not in %s: put it there".formatted(FILE, files));
    }
    int count = count(files);
    Listing listing = Listing.ofTargets(new UnusedFiles());
    listing.note(files.describe(FILE));
    Optional<BitSet> test = Optional.empty();
    if (files.has(SPLITS)) {
      listing.note(files.describe(SPLITS));
      test = Optional.of(NyuSplits.test(files, SPLITS, count));
    }
    for (int i = 0; i < count; i++) {
      listing.add(FILE, i, 0, test.isPresent() && test.get().get(i));
    }
    return listing;
  }

  /** How many images there are, if each has a depth of its size. */
  private static int count(SourceFolder files) throws IOException {
    try (Hdf5File file = Hdf5File.open(files, FILE)) {
      int[] images = file.shape(IMAGES);
      int[] depths = file.shape(DEPTHS);
      if (images.length != 4
          || images[1] != 3
          || !Arrays.equals(depths, new int[] {images[0], images[2], images[3]})) {
        throw new BadInput(
            "%s in %s has %s of %s and %s of %s but must have [n, 3, width, height] and [n, width, height]"
                .formatted(
                    FILE, files, IMAGES, Arrays.toString(images), DEPTHS, Arrays.toString(depths)));
      }
      return images[0];
    } catch (UnreadableImage e) {
      throw new BadInput(
          "%s in %s cannot be used, %s: fetch it again".formatted(FILE, files, e.getMessage()), e);
    }
  }

  @Override
  public ImageReader reader(Configuration hadoop) {
    return new FrameReader(new NyuMatFrames(SourceFolder.at(hadoop, folder)), Optional.empty());
  }

  @Override
  public ImageReader reader(Configuration hadoop, ImageForm form) {
    return new FrameReader(new NyuMatFrames(SourceFolder.at(hadoop, folder)), Optional.of(form));
  }
}
