package netadapt.job;

import java.util.Arrays;
import java.util.stream.IntStream;
import netadapt.arch.SubNetwork;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.data.Normalization;
import netadapt.data.Split;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.OnnxModel;
import netadapt.train.ModelFolder;
import org.apache.hadoop.fs.Path;

/**
 * Writes a trained network as ONNX and compares it with Deeplearning4j's on real images.
 *
 * @param network that was trained
 * @param trained its complete model
 */
record OnnxExport(Run run, Dataset dataset, SubNetwork network, ModelFolder trained) {
  private static final int IMAGES_COMPARED = 64;
  private static final double TOLERANCE = 1e-3;

  /**
   * Writes the model over one that is there.
   *
   * @throws IllegalStateException if both libraries' outputs differ, in which case nothing is
   *     written
   */
  void write(Path target, Progress progress) {
    Normalization normalization = run.normalization(dataset);
    ModelMetadata metadata =
        new ModelMetadata(
            network,
            run.settings().task(),
            dataset.classes(),
            normalization,
            dataset.id(),
            dataset.cropShare());
    byte[] model = OnnxModel.write(network, trained.weights(), metadata.entries());
    progress.update(0.5, "comparing with Deeplearning4j");
    double difference = compare(model, normalization);
    if (!(difference <= TOLERANCE)) {
      throw new IllegalStateException(
          "the ONNX model's outputs differ from Deeplearning4j's by up to %.2e on %d images"
              .formatted(difference, IMAGES_COMPARED));
    }
    run.directory().commitBytes(target, model);
  }

  /**
   * The largest difference between both libraries' class probabilities, or between what they tell
   * of pixels: of numbers above 1, as a share of them.
   */
  private double compare(byte[] model, Normalization normalization) {
    int images = Math.min(IMAGES_COMPARED, dataset.count(Split.HELD_OUT));
    ImageShard shard = dataset.shards(Split.HELD_OUT, 0, images, 1, 1).first();
    float[] channelsFirst = new float[images * shard.imageSize()];
    float[] channelsLast = new float[images * shard.imageSize()];
    for (int i = 0; i < images; i++) {
      int at = i * shard.imageSize();
      shard.normalize(i, normalization, Layout.CHANNELS_FIRST, channelsFirst, at);
      shard.normalize(i, normalization, Layout.CHANNELS_LAST, channelsLast, at);
    }
    int[] shape = {images, shard.height(), shard.width(), shard.channels()};
    float[][] expected = trained.outputs(channelsLast, shape);
    double largest = 0;
    try (OnnxClassifier classifier = new OnnxClassifier("trained", model, 1)) {
      float[][] logits = classifier.logits(channelsFirst, images);
      for (int i = 0; i < images; i++) {
        double[] given = outputs(logits[i]);
        for (int c = 0; c < given.length; c++) {
          double difference = Math.abs(given[c] - expected[i][c]);
          largest = Math.max(largest, difference / Math.max(1, Math.abs(expected[i][c])));
        }
      }
    }
    return largest;
  }

  private double[] outputs(float[] given) {
    return network.network().pixelwise()
        ? IntStream.range(0, given.length).mapToDouble(i -> given[i]).toArray()
        : softmax(given);
  }

  private static double[] softmax(float[] logits) {
    double max = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElse(0);
    double[] powers =
        IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i] - max)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(p -> p / sum).toArray();
  }
}
