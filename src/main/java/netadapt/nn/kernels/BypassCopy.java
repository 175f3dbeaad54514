package netadapt.nn.kernels;

import java.nio.FloatBuffer;
import netadapt.nn.kernels.Kernels.Finish;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Moves bypassed channels, a run per pixel, between a layer's input and its output. */
final class BypassCopy {
  private final Finish finish;
  private final FloatBuffer input;
  private final int height;
  private final int width;
  private final int inputChannels;
  private final int outputWidth;
  private final int outputChannels;

  /**
   * @param x {@code [n, h, w, in]}, the layer's input or its gradient
   * @param out {@code [n, h', w', out]}, of which only the shape counts
   */
  BypassCopy(Finish finish, INDArray x, INDArray out) {
    this.finish = finish;
    this.input = Addresses.buffer(x);
    this.height = (int) x.size(1);
    this.width = (int) x.size(2);
    this.inputChannels = (int) x.size(3);
    this.outputWidth = (int) out.size(2);
    this.outputChannels = (int) out.size(3);
  }

  /**
   * Copies the bypassed channels of some output pixels into a tile.
   *
   * @param pixel first output pixel of the image
   * @param tile {@code [count, out]}; the channels that filters fill stay
   */
  void read(int image, int pixel, int count, float[] tile) {
    int from = finish.kept()[image];
    int length = finish.bypassTo() - from;
    if (length <= 0) {
      return;
    }
    for (int i = 0; i < count; i++) {
      input.get(at(image, pixel + i) + from, tile, i * outputChannels + from, length);
    }
  }

  /**
   * Adds the bypassed channels of the output's gradient to the input's.
   *
   * @param dOut {@code [n, h', w', out]}
   * @param dx {@code [n, h, w, in]}
   */
  static void backward(Crew crew, Finish finish, INDArray dOut, INDArray dx) {
    BypassCopy copy = new BypassCopy(finish, dx, dOut);
    FloatBuffer from = Addresses.buffer(dOut);
    int pixels = (int) (dOut.size(1) * dOut.size(2));
    crew.share(
        (int) dOut.size(0),
        (hand, begin, end) -> {
          for (int image = begin; image < end; image++) {
            copy.add(image, pixels, from);
          }
        });
  }

  private void add(int image, int pixels, FloatBuffer from) {
    int first = finish.kept()[image];
    int length = finish.bypassTo() - first;
    if (length <= 0) {
      return;
    }
    float[] run = new float[length];
    float[] added = new float[length];
    for (int pixel = 0; pixel < pixels; pixel++) {
      int at = at(image, pixel) + first;
      from.get((image * pixels + pixel) * outputChannels + first, added, 0, length);
      input.get(at, run, 0, length);
      Loops.add(run, added, length);
      input.put(at, run, 0, length);
    }
  }

  /** Where the input pixel under an output pixel begins. */
  private int at(int image, int pixel) {
    int row = pixel / outputWidth * finish.stride();
    int column = pixel % outputWidth * finish.stride();
    return ((image * height + row) * width + column) * inputChannels;
  }
}
