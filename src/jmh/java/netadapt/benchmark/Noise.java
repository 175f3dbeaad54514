package netadapt.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Images of noise in CIFAR-10's file format: training takes as long whatever images show. */
final class Noise {
  private static final int PIXELS = 3 * 32 * 32;
  private static final int CLASSES = 10;

  private Noise() {}

  /**
   * Writes a folder of images, unless it is there.
   *
   * @param images how many
   */
  static void write(Path folder, int images) {
    Path file = folder.resolve("data_batch_1.bin");
    if (Files.exists(file)) {
      return;
    }
    Random random = new Random(1);
    byte[] pixels = new byte[PIXELS];
    try {
      Files.createDirectories(folder);
      Path partial = folder.resolve("partial");
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
        for (int image = 0; image < images; image++) {
          random.nextBytes(pixels);
          out.write(image % CLASSES);
          out.write(pixels);
        }
      }
      Files.move(partial, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
