package netadapt.nn.kernels;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;

/**
 * Native memory for what {@link NativePasses} need beside a layer's arrays. It grows to what is
 * asked for. There is one of everything, so that what is in it is valid until the same is asked for
 * again.
 */
final class Room {
  private final List<OfHand> hands;
  private IntPointer perImage = new IntPointer(1);
  private final IntPointer shape = new IntPointer(3);
  private final LongPointer sizes = new LongPointer(4);
  private final LongPointer strides = new LongPointer(4);

  /** A thread's own. */
  private static final class OfHand {
    private int channels;
    private FloatPointer tiles;
    private DoublePointer sums;
    private DoublePointer otherSums;
    private FloatPointer frames = new FloatPointer(1);

    void reserve(int most) {
      if (most > channels) {
        tiles = new FloatPointer(NativePasses.room(most));
        sums = new DoublePointer(most);
        otherSums = new DoublePointer(most);
        channels = most; // all are there
      }
    }
  }

  /**
   * @param threads of the crew
   */
  Room(int threads) {
    this.hands = Stream.generate(OfHand::new).limit(threads).toList();
  }

  /** Makes sure that all threads have room for so many channels. */
  void reserve(int channels) {
    hands.forEach(hand -> hand.reserve(channels));
  }

  /** Makes sure that all threads have room for the weight gradient of a depthwise convolution. */
  void reserveFrames(int width, int channels, int kernel) {
    long numbers = NativePasses.depthwiseRoom(width, channels, kernel);
    for (OfHand hand : hands) {
      if (hand.frames.capacity() < numbers) {
        hand.frames = new FloatPointer(numbers);
      }
    }
  }

  /** A thread's room for such a gradient. */
  long frames(int hand) {
    return hands.get(hand).frames.address();
  }

  /** A thread's tiles. */
  long tiles(int hand) {
    return hands.get(hand).tiles.address();
  }

  /** A thread's sums per channel. */
  long sums(int hand) {
    return hands.get(hand).sums.address();
  }

  /** A thread's other sums per channel. */
  long otherSums(int hand) {
    return hands.get(hand).otherSums.address();
  }

  /** The sums of several threads together, added up in their order: {@code [channels]}. */
  double[] sums(int threads, int channels) {
    return total(threads, channels, hand -> hand.sums);
  }

  /** The same of the other sums. */
  double[] otherSums(int threads, int channels) {
    return total(threads, channels, hand -> hand.otherSums);
  }

  private double[] total(int threads, int channels, Function<OfHand, DoublePointer> which) {
    double[] total = new double[channels];
    double[] part = new double[channels];
    for (OfHand hand : hands.subList(0, threads)) {
      which.apply(hand).get(part);
      for (int channel = 0; channel < channels; channel++) {
        total[channel] += part[channel];
      }
    }
    return total;
  }

  /** Lets the first thread have sums that are for all to read. */
  void put(double[] sums, double[] otherSums) {
    OfHand first = hands.get(0);
    first.sums.put(sums);
    first.otherSums.put(otherSums);
  }

  /**
   * Numbers of all images.
   *
   * @throws IllegalArgumentException if there are not as many
   */
  long perImage(int[] numbers, int images) {
    if (numbers.length != images) {
      throw new IllegalArgumentException(
          "there are numbers of %d images but %d images".formatted(numbers.length, images));
    }
    if (perImage.capacity() < numbers.length) {
      perImage = new IntPointer(numbers.length);
    }
    return perImage.put(numbers).address();
  }

  /** Height, width and channels of {@code [n, h, w, c]}. */
  long shape(long[] of) {
    return shape.put((int) of[1], (int) of[2], (int) of[3]).address();
  }

  /** The sizes of four axes. */
  long sizes(long[] of) {
    return sizes.put(of).address();
  }

  /** The strides of four axes. */
  long strides(long[] of) {
    return strides.put(of).address();
  }
}
