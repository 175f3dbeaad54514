package netadapt.data;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Digits with noise, and without it in the place of a depth, as frames that FastDepth reads. */
public final class NoisyDigits {
  private static final int SIDE = 28;
  private static final double DEVIATION = 80;

  private NoisyDigits() {}

  /**
   * Writes frames of which each pixel's depth is from 1, where a digit is black, to 2.
   *
   * @param folder receives {@code train/digits} and {@code val/official}
   * @param train frames to train on
   * @param test frames to test on; with the others at most a thousand
   */
  public static void write(Path folder, int train, int test) throws IOException {
    ImageShard digits = Digits.shard(0, 0, train + test, SIDE, SIDE, 1);
    Random noise = new Random(7);
    for (int i = 0; i < train + test; i++) {
      Path scene = folder.resolve(i < train ? "train/digits" : "val/official");
      Path file = Files.createDirectories(scene).resolve("%05d.h5".formatted(i));
      write(file, digits.image(i).pixels(), noise);
    }
  }

  private static void write(Path file, byte[] pixels, Random noise) {
    int[][][] colours = new int[3][SIDE][SIDE];
    float[][] clean = new float[SIDE][SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int grey = pixels[y * SIDE + x] & 0xff;
        clean[y][x] = 1 + grey / 255f;
        for (int[][] colour : colours) {
          double noisy = grey + DEVIATION * noise.nextGaussian();
          colour[y][x] = (int) Math.max(0, Math.min(255, noisy));
        }
      }
    }
    try (WritableHdfFile written = HdfFile.write(file)) {
      written.putDataset("rgb", colours);
      written.putDataset("depth", clean);
    }
  }
}
