package netadapt.data;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * What the driver must know of a partition of decoded images: for each its hash and its sums, and
 * which could not be decoded.
 */
final class DecodedPart implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Per image: ordinal, hash, then per channel the sum and the sum of squares of its bytes. */
  private final ArrayList<long[]> images = new ArrayList<>();

  private final ArrayList<Integer> unreadable = new ArrayList<>();
  private final ArrayList<String> reasons = new ArrayList<>();

  /** Reads rows of {@link DecodedRow}. */
  static DecodedPart of(Iterator<Row> rows, int channels) {
    DecodedPart part = new DecodedPart();
    MessageDigest digest = sha256();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (row.isNullAt(DecodedRow.PIXELS)) {
        part.unreadable.add(row.getInt(DecodedRow.ORDINAL));
        part.reasons.add(row.getString(DecodedRow.REASON));
      } else {
        byte[] pixels = row.getAs(DecodedRow.PIXELS);
        part.images.add(facts(row.getInt(DecodedRow.ORDINAL), pixels, channels, digest));
      }
    }
    return part;
  }

  private static long[] facts(int ordinal, byte[] pixels, int channels, MessageDigest digest) {
    long[] facts = new long[2 + 2 * channels];
    facts[0] = ordinal;
    facts[1] = ByteBuffer.wrap(digest.digest(pixels)).getLong();
    for (int c = 0; c < channels; c++) {
      long sum = 0;
      long squares = 0;
      for (int i = c; i < pixels.length; i += channels) {
        int value = pixels[i] & 0xff;
        sum += value;
        squares += (long) value * value;
      }
      facts[2 + 2 * c] = sum;
      facts[3 + 2 * c] = squares;
    }
    return facts;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  List<long[]> images() {
    return images;
  }

  List<Integer> unreadable() {
    return unreadable;
  }

  List<String> reasons() {
    return reasons;
  }
}
