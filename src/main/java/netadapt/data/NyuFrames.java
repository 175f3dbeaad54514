package netadapt.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.data.ImageReader.UnreadableImage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * The frames of NYU Depth V2 as FastDepth reads them: {@code train/SCENE/*.h5} and, if there,
 * {@code val/official/*.h5} as the test set. Each file is HDF5 with {@code rgb}, {@code [3, h, w]}
 * bytes, and {@code depth}, {@code [h, w]} metres.
 *
 * @param folder that holds them
 * @see <a href="https://github.com/dwofk/fast-depth">FastDepth</a>
 */
public record NyuFrames(String folder) implements ImageSource {
  private static final String RGB = "rgb";
  private static final String DEPTH = "depth";

  @Override
  public String description() {
    return "NYU Depth V2's frames in " + folder;
  }

  @Override
  public boolean hasTargets() {
    return true;
  }

  @Override
  public Listing list(Configuration hadoop) throws IOException {
    SourceFolder files = new SourceFolder(hadoop, folder);
    files.check();
    UnusedFiles unused = new UnusedFiles();
    List<FoundImage> train = frames(files, "train", unused);
    if (train.isEmpty()) {
      throw new BadInput(
          "folder %s has no frames: it must hold train/SCENE/*.h5, and val/official/*.h5 for testing"
              .formatted(files));
    }
    Listing listing = Listing.ofTargets(unused);
    listing.add(train, 0, false);
    listing.add(frames(files, "val", unused), 0, true);
    return listing;
  }

  private static List<FoundImage> frames(SourceFolder files, String set, UnusedFiles unused)
      throws IOException {
    List<FoundImage> frames = new ArrayList<>();
    for (FileStatus scene : files.list(set)) {
      String name = set + "/" + scene.getPath().getName();
      if (!scene.isDirectory()) {
        unused.add("files in no folder of a scene", name);
        continue;
      }
      for (FileStatus status : files.list(name)) {
        String file = name + "/" + status.getPath().getName();
        if (!status.isDirectory() && file.endsWith(".h5")) {
          frames.add(new FoundImage(SourceFile.of(file, status), TarMember.NONE));
        } else {
          unused.add("others than .h5 files", file);
        }
      }
    }
    return frames;
  }

  @Override
  public ImageReader reader(Configuration hadoop) {
    return new FrameReader(new Files(SourceFolder.at(hadoop, folder)), Optional.empty());
  }

  @Override
  public ImageReader reader(Configuration hadoop, ImageForm form) {
    return new FrameReader(new Files(SourceFolder.at(hadoop, folder)), Optional.of(form));
  }

  /** A file per frame. */
  private record Files(SourceFolder folder) implements FrameReader.Frames {
    @Override
    public DepthFrame read(SourceItem item) throws IOException, UnreadableImage {
      try (Hdf5File file = Hdf5File.open(folder, item.file())) {
        int[] size = file.shape(RGB);
        int[] depth = file.shape(DEPTH);
        if (size.length != 3 || size[0] != 3 || depth.length != 2) {
          throw new UnreadableImage(
              "its rgb must be [3, height, width] and its depth [height, width]");
        }
        return DepthFrame.of(
            file.values(RGB, new long[3], size),
            size[1],
            size[2],
            file.values(DEPTH, new long[2], depth),
            depth[0],
            depth[1],
            false);
      }
    }

    @Override
    public void close() {
      // Each file is closed once it is read.
    }
  }
}
