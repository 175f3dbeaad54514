package netadapt.measure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import netadapt.SimultaneousWork;
import netadapt.arch.SubNetwork;
import netadapt.onnx.OnnxClassifier;

/**
 * Measures how fast this machine's processor runs a network by ONNX Runtime, as scoring does.
 *
 * @param network with weights that are made up
 * @param images that go through it together
 */
public record InferenceSpeed(SubNetwork network, int images) {
  private static final int WARM_UP = 2;
  private static final int MEASURED = 5;

  /**
   * Runs the network for a moment, in threads that share a model.
   *
   * @param threads at a time, at least 1
   * @return images per second of all threads together
   * @throws IllegalStateException if a thread fails
   */
  public double imagesPerSecond(int threads) {
    try (OnnxClassifier model =
        new OnnxClassifier(network.network().name(), NetworkTimer.model(network), 1)) {
      List<Double> seconds =
          SimultaneousWork.in(threads, "scoring", ready -> batchSeconds(model, ready));
      return seconds.stream().mapToDouble(batch -> images / batch).sum();
    }
  }

  /** Of the fastest batch, since what else the machine does only makes them slower. */
  private double batchSeconds(OnnxClassifier model, SimultaneousWork.Start ready) throws Exception {
    FloatBuffer pixels =
        ByteBuffer.allocateDirect(Float.BYTES * images * model.imageSize())
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    while (pixels.hasRemaining()) {
      pixels.put((pixels.position() % 7 - 3) / 3f);
    }
    pixels.flip();
    for (int batch = 0; batch < WARM_UP; batch++) {
      model.run(pixels, images);
    }
    ready.await();
    long fastest = Long.MAX_VALUE;
    for (int batch = 0; batch < MEASURED; batch++) {
      fastest = Math.min(fastest, model.run(pixels, images).nanos());
    }
    return fastest / 1e9;
  }
}
