package netadapt.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Makes image files for tests. */
final class Pictures {
  private Pictures() {}

  /** Random pixels: {@code [height, width, channels]}. */
  static DecodedImage random(int height, int width, int channels, long seed) {
    byte[] pixels = new byte[height * width * channels];
    new Random(seed).nextBytes(pixels);
    return new DecodedImage(height, width, channels, pixels);
  }

  /**
   * A picture that Python makes the same way (src/test/python/augmentation_checksums.py).
   *
   * @param darkest its darkest tone
   * @param tones how many tones it has from there on
   */
  static DecodedImage computed(int height, int width, int channels, int darkest, int tones) {
    byte[] pixels = new byte[height * width * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (darkest + ((long) i * i * 31 + i * 97L) / 7 % tones);
    }
    return new DecodedImage(height, width, channels, pixels);
  }

  /** A random colour image as a file of a format ({@code png} or {@code jpg}). */
  static byte[] file(String format, int height, int width, long seed) {
    DecodedImage pixels = random(height, width, 3, seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height * width; i++) {
      byte[] p = pixels.pixels();
      int rgb = ((p[3 * i] & 0xff) << 16) | ((p[3 * i + 1] & 0xff) << 8) | (p[3 * i + 2] & 0xff);
      image.setRGB(i % width, i / width, rgb);
    }
    return encode(image, format);
  }

  static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes {@code count} PNG files of a class, 6×5 pixels each. */
  static void tree(Path folder, String name, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      write(folder.resolve(name).resolve("%03d.png".formatted(i)), file("png", 5, 6, i));
    }
  }

  static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** An IDX file of random images. */
  static byte[] idxImages(int count, int height, int width, long seed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream output = new DataOutputStream(bytes);
    for (int number : new int[] {0x803, count, height, width}) {
      output.writeInt(number);
    }
    output.write(random(count * height, width, 1, seed).pixels());
    return bytes.toByteArray();
  }

  /** An IDX file of labels: 0, 1, …, classes − 1, 0, 1, … */
  static byte[] idxLabels(int count, int classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream output = new DataOutputStream(bytes);
    output.writeInt(0x801);
    output.writeInt(count);
    for (int i = 0; i < count; i++) {
      output.write(i % classes);
    }
    return bytes.toByteArray();
  }
}
