package netadapt.data;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the driver must know of a part of the images: for each its hash and its sums, and which
 * could not be decoded. 60 bytes an image of three channels, so that the driver can hold those of
 * millions.
 */
final class DecodedPart implements Serializable {
  private static final long serialVersionUID = 2L;
  private static final int FIRST_ROOM = 64;

  private final int channels;

  /** Per image. */
  private int[] ordinals = new int[FIRST_ROOM];

  /** Per image: hash, then per channel the sum and the sum of squares of its bytes. */
  private long[] facts;

  private int count;
  private long bytes;
  private final ArrayList<Integer> unreadable = new ArrayList<>();
  private final ArrayList<String> reasons = new ArrayList<>();
  private transient MessageDigest digest;

  DecodedPart(int channels) {
    this.channels = channels;
    this.facts = new long[FIRST_ROOM * factsPerImage(channels)];
  }

  /** Numbers that are known of each image. */
  static int factsPerImage(int channels) {
    return 1 + 2 * channels;
  }

  /**
   * Adds an image.
   *
   * @param kept what the dataset keeps of it
   * @param target what the dataset keeps of its target; empty for none
   * @param fitted what the network sees of it
   */
  void add(int ordinal, byte[] kept, byte[] target, DecodedImage fitted) {
    int size = factsPerImage(channels);
    if (count == ordinals.length) {
      ordinals = Arrays.copyOf(ordinals, 2 * count);
      facts = Arrays.copyOf(facts, 2 * count * size);
    }
    if (digest == null) {
      digest = sha256();
    }
    ordinals[count] = ordinal;
    int at = count * size;
    digest.update(kept);
    facts[at] = ByteBuffer.wrap(digest.digest(target)).getLong();
    byte[] pixels = fitted.pixels();
    for (int c = 0; c < channels; c++) {
      long sum = 0;
      long squares = 0;
      for (int i = c; i < pixels.length; i += channels) {
        int value = pixels[i] & 0xff;
        sum += value;
        squares += (long) value * value;
      }
      facts[at + 1 + 2 * c] = sum;
      facts[at + 2 + 2 * c] = squares;
    }
    bytes += kept.length + target.length;
    count++;
  }

  void addUnreadable(int ordinal, String reason) {
    unreadable.add(ordinal);
    reasons.add(reason);
  }

  /** Without room for more images. */
  DecodedPart packed() {
    ordinals = Arrays.copyOf(ordinals, count);
    facts = Arrays.copyOf(facts, count * factsPerImage(channels));
    return this;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Images that were read, whether they could be decoded or not. */
  int size() {
    return count + unreadable.size();
  }

  /** Bytes that the dataset keeps of the images. */
  long bytes() {
    return bytes;
  }

  /**
   * Copies what is known of each image to its place.
   *
   * @param all {@code [images of all parts, factsPerImage]}, by ordinal
   */
  void copyTo(long[] all) {
    int size = factsPerImage(channels);
    for (int i = 0; i < count; i++) {
      System.arraycopy(facts, i * size, all, ordinals[i] * size, size);
    }
  }

  List<Integer> unreadable() {
    return unreadable;
  }

  List<String> reasons() {
    return reasons;
  }
}
