package netadapt.score;

import java.io.Serializable;
import java.util.Map;
import netadapt.arch.Architecture;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.data.Normalization;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.OnnxModel;

/**
 * What every executor has to know to score any sub-network; sent once.
 *
 * @param network the super-network
 * @param weights shared by all sub-networks
 * @param normalization of the images
 * @param batch images that go through a sub-network together, at least 1
 * @param threads of one task, at least 1
 */
public record SharedModel(
    SuperNetwork network, Weights weights, Normalization normalization, int batch, int threads)
    implements Serializable {

  /** Cuts out a sub-network and classifies the images of a shard with it. */
  Accuracy score(int candidate, Architecture architecture, ImageShard shard, String executor) {
    long began = System.nanoTime();
    SubNetwork subNetwork = SubNetwork.of(network, architecture);
    byte[] model = OnnxModel.write(subNetwork, Slicer.slice(weights, subNetwork), Map.of());
    long correct = 0;
    long invalid = 0;
    try (OnnxClassifier classifier = new OnnxClassifier("sample " + candidate, model, threads)) {
      float[] pixels = new float[Math.min(batch, shard.size()) * shard.imageSize()];
      for (int from = 0; from < shard.size(); from += batch) {
        int images = Math.min(batch, shard.size() - from);
        for (int i = 0; i < images; i++) {
          shard.normalize(
              from + i, normalization, Layout.CHANNELS_FIRST, pixels, i * shard.imageSize());
        }
        int[] answers = classifier.topOne(pixels, images);
        for (int i = 0; i < images; i++) {
          correct += answers[i] == shard.label(from + i) ? 1 : 0;
          invalid += answers[i] < 0 ? 1 : 0;
        }
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Accuracy(candidate, correct, shard.size(), invalid, seconds, executor);
  }
}
