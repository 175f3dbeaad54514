package netadapt.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A thousand of the digits that come with the project, for tests of other packages. */
public final class Digits {
  private static final int COUNT = 1000;

  /** The digits come sorted by class; a step of almost a class's length mixes them. */
  private static final int STEP = 997;

  private static final DecodedImage[] IMAGES = new DecodedImage[COUNT];
  private static final int[] LABELS = new int[COUNT];

  static {
    EmbeddedDigits digits = new EmbeddedDigits();
    Configuration hadoop = new Configuration(false);
    try (ImageReader reader = digits.reader(hadoop)) {
      List<SourceItem> items = digits.list(hadoop).items();
      int[] places = new int[items.size()];
      Arrays.fill(places, -1);
      for (int i = 0; i < COUNT; i++) {
        places[i * STEP % places.length] = i;
      }
      for (SourceItem item : items) { // in the order that is read fastest
        int place = places[item.ordinal()];
        if (place >= 0) {
          IMAGES[place] = reader.read(item);
          LABELS[place] = item.label();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ImageReader.UnreadableImage e) {
      throw new IllegalStateException(e);
    }
  }

  private Digits() {}

  /** MNIST's own mean and deviation, for every channel. */
  public static Normalization normalization(int channels) {
    float[] mean = new float[channels];
    float[] std = new float[channels];
    Arrays.fill(mean, 0.1307f);
    Arrays.fill(std, 0.3081f);
    return new Normalization(mean, std);
  }

  /**
   * Digits {@code [from, to)} of the thousand, scaled, grey repeated in every channel.
   *
   * @param index of the shard
   */
  public static ImageShard shard(int index, int from, int to, int height, int width, int channels) {
    int size = height * width * channels;
    byte[] pixels = new byte[(to - from) * size];
    for (int i = from; i < to; i++) {
      DecodedImage image = CentreFit.fit(IMAGES[i], height, width).withChannels(channels);
      System.arraycopy(image.pixels(), 0, pixels, (i - from) * size, size);
    }
    return new ImageShard(
        index, from, height, width, channels, pixels, Arrays.copyOfRange(LABELS, from, to));
  }
}
