package netadapt.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that {@code src/test/python/nyu_files.py} has written, and what is in them. */
final class NyuFiles {
  static final int HEIGHT = 6;
  static final int WIDTH = 8;

  private static final String RESOURCES = "src/test/resources/netadapt/data/nyu/";

  private NyuFiles() {}

  static Path file(String name) {
    return Path.of(RESOURCES + name);
  }

  /** Copies a file to where it may be changed, or lies beside others. */
  static void copy(String name, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(file(name), to);
  }

  /** The four training frames and the one for testing. */
  static void copyFrames(Path to) throws IOException {
    for (String name :
        List.of(
            "train/kitchen_0001a/00001.h5",
            "train/kitchen_0001a/00011.h5",
            "train/study_0004/00001.h5",
            "train/study_0004/00006.h5",
            "val/official/00001.h5")) {
      copy("frames/" + name, to.resolve(name));
    }
  }

  static byte[] pixels(int image) {
    byte[] pixels = new byte[3 * HEIGHT * WIDTH];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % WIDTH;
      int y = i / 3 / WIDTH;
      pixels[i] = (byte) (37 * image + 70 * (i % 3) + 3 * y + 11 * x);
    }
    return pixels;
  }

  static float[] depths(int image) {
    float[] depths = new float[HEIGHT * WIDTH];
    for (int i = 0; i < depths.length; i++) {
      int x = i % WIDTH;
      int y = i / WIDTH;
      depths[i] = 0.5f + image / 4f + x / 8f + y / 64f;
    }
    return depths;
  }
}
