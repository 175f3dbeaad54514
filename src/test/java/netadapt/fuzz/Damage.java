package netadapt.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes files at random, all from a seed: what damage, cuts and wrong numbers look like. */
final class Damage {
  private static final int MOST_CHANGES = 6;

  /** Where arithmetic goes wrong. */
  private static final int[] NUMBERS = {
    0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7fff, 0xffff, 0x10000, 1 << 20, 1 << 28
  };

  private final List<byte[]> files;
  private final SplittableRandom random;
  private final int longest;

  Damage(List<byte[]> files, int longest, long seed) {
    this.files = files;
    this.longest = longest;
    this.random = new SplittableRandom(seed);
  }

  /** One of the files, changed in a few places. */
  byte[] next() {
    byte[] file = any().clone();
    for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
      file = changed(file);
    }
    return file.length > longest ? Arrays.copyOf(file, longest) : file;
  }

  private byte[] any() {
    return files.get(random.nextInt(files.size()));
  }

  private byte[] changed(byte[] file) {
    if (file.length < Integer.BYTES) {
      return any().clone();
    }
    int at = random.nextInt(file.length - 3);
    switch (random.nextInt(7)) {
      case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> file[at] = (byte) random.nextInt();
      case 2 -> number(file, at, random.nextBoolean());
      case 3 -> Arrays.fill(file, at, at + 1 + random.nextInt(3), (byte) random.nextInt());
      case 4 -> {
        return Arrays.copyOf(file, at);
      }
      case 5 -> {
        return spliced(file, at, file, random.nextInt(file.length)); // less, or some twice
      }
      default -> {
        byte[] other = any();
        return spliced(file, at, other, random.nextInt(other.length + 1));
      }
    }
    return file;
  }

  private void number(byte[] file, int at, boolean bigEndian) {
    int number = NUMBERS[random.nextInt(NUMBERS.length)];
    for (int i = 0; i < Integer.BYTES; i++) {
      file[at + i] = (byte) (number >> (8 * (bigEndian ? 3 - i : i)));
    }
  }

  private static byte[] spliced(byte[] head, int to, byte[] tail, int from) {
    byte[] file = Arrays.copyOf(head, to + tail.length - from);
    System.arraycopy(tail, from, file, to, tail.length - from);
    return file;
  }
}
