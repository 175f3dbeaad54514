package netadapt.measure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
   */
  public double imagesPerSecond(int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier ready = new CyclicBarrier(threads);
    try (OnnxClassifier model =
        new OnnxClassifier(network.network().name(), NetworkTimer.model(network), 1)) {
      List<Future<Double>> working = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        working.add(pool.submit(() -> batchSeconds(model, ready)));
      }
      double perSecond = 0;
      for (Future<Double> seconds : working) {
        perSecond += images / seconds.get();
      }
      return perSecond;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the measurement was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("scoring cannot be measured here", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  /** Of the fastest batch, since what else the machine does only makes them slower. */
  private double batchSeconds(OnnxClassifier model, CyclicBarrier ready) throws Exception {
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
