package netadapt.benchmark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import netadapt.arch.SuperNetwork;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.onnx.OnnxClassifier;

/**
 * Batches of the same images, for which ONNX models are timed: only the time inside of ONNX
 * Runtime, on one thread, without a model's first batch.
 *
 * @param images normalized, {@code [batch, c, h, w]}
 * @param batch images
 * @param count batches that are timed
 */
record TimedBatches(FloatBuffer images, int batch, int count) {
  /**
   * What a model made of the batches.
   *
   * @param millis of all of them
   * @param logits per output, {@code [batch, classes]}
   */
  record Timed(double millis, List<float[]> logits) {}

  /**
   * Batches of all images of a shard.
   *
   * @param count batches that are timed
   */
  static TimedBatches of(SuperNetwork network, ImageShard shard, int count) {
    int batch = shard.size();
    FloatBuffer images =
        ByteBuffer.allocateDirect(Float.BYTES * batch * shard.imageSize())
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    float[] image = new float[shard.imageSize()];
    for (int i = 0; i < batch; i++) {
      shard.normalize(i, RandomModel.normalization(network), Layout.CHANNELS_FIRST, image, 0);
      images.put(i * image.length, image);
    }
    return new TimedBatches(images, batch, count);
  }

  /** Runs a model on all batches. */
  Timed run(byte[] model) {
    try (OnnxClassifier classifier = new OnnxClassifier("timed", model, 1)) {
      OnnxClassifier.Answer answer = classifier.run(images, batch);
      long nanos = 0;
      for (int i = 0; i < count; i++) {
        answer = classifier.run(images, batch);
        nanos += answer.nanos();
      }
      return new Timed(nanos / 1e6, answer.outputs());
    }
  }

  /** Images that are timed. */
  int timedImages() {
    return batch * count;
  }
}
