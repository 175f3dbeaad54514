package netadapt.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netadapt.BadInput;
import netadapt.data.ImageReader.UnreadableImage;
import netadapt.fuzz.Scratch;
import netadapt.fuzz.Target;

/** Images with depths as others hand them out. */
public final class DepthTargets {
  private DepthTargets() {}

  public static List<Target> all() {
    return List.of(frame(), labelled(), splits());
  }

  /**
   * None that is packed by LZF, for which the library takes as much memory as the file announces.
   */
  private static Target frame() {
    Path folder = Scratch.folder("nyu-frames");
    return new Target(
        "nyu-frame",
        50,
        12_000,
        () ->
            List.of(
                Files.readAllBytes(NyuFiles.file("frames/train/kitchen_0001a/00001.h5")),
                Files.readAllBytes(NyuFiles.file("frames/train/kitchen_0001a/00011.h5"))),
        bytes -> {
          Scratch.write(folder.resolve("train/scene/1.h5"), bytes);
          readAll(new NyuFrames(folder.toString()));
        },
        List.of(BadInput.class, UnreadableImage.class));
  }

  private static Target labelled() {
    Path folder = Scratch.folder("nyu-mat");
    return new Target(
        "nyu-mat",
        50,
        16_000,
        () -> List.of(Files.readAllBytes(NyuFiles.file(NyuMat.FILE))),
        bytes -> {
          Scratch.write(folder.resolve(NyuMat.FILE), bytes);
          readAll(new NyuMat(folder.toString()));
        },
        List.of(BadInput.class, UnreadableImage.class));
  }

  private static Target splits() {
    Path folder = Scratch.folder("nyu-splits");
    return new Target(
        "nyu-splits",
        5,
        2048,
        () -> List.of(NyuMatTest.splits(new int[] {1, 3}, new int[] {2})),
        bytes -> {
          Scratch.write(folder.resolve(NyuMat.SPLITS), bytes);
          var unused =
              NyuSplits.test(new SourceFolder(Scratch.HADOOP, folder.toString()), NyuMat.SPLITS, 3);
        },
        List.of(BadInput.class));
  }

  private static void readAll(ImageSource source) throws Exception {
    Listing listing = source.list(Scratch.HADOOP);
    try (ImageReader reader = source.reader(Scratch.HADOOP, ImageForm.fitted(4, 4, 3))) {
      for (SourceItem item : listing.items().stream().limit(3).toList()) {
        reader.read(item);
        reader.target(item).known();
      }
    }
  }
}
