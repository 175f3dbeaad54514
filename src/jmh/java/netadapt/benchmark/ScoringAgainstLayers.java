package netadapt.benchmark;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.arch.Architecture;
import netadapt.arch.Shape;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.OnnxModel;
import netadapt.settings.NetworkFile;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How much faster are a first iteration's sub-networks scored by our job, on two cores, than one by
 * one by the same networks made of Deeplearning4j's own layers, which have both cores too? The
 * job's time is all of it; Deeplearning4j's is that of its outputs alone. Both are compared first.
 *
 * <pre>submit/benchmark.sh scoring</pre>
 */
final class ScoringAgainstLayers {
  private static final int CORES = 2;
  private static final int SAMPLES = 8;
  private static final int LAYERS = 4;
  private static final double REDUCTION = 0.05;
  private static final int IMAGES = 64;
  private static final int BATCH = 16;
  private static final double SAME = 1e-3;

  private ScoringAgainstLayers() {}

  /**
   * @param arguments repetitions
   */
  public static void main(String[] arguments) {
    SuperNetwork network = NetworkFile.open("mobilenet-v1").network();
    Weights weights = RandomModel.weights(network);
    int repetitions = Integer.parseInt(arguments[0]);
    // Each repetition has samples of its own: none is scored twice.
    List<Architecture> all = Proposals.first(network, SAMPLES * repetitions, LAYERS, REDUCTION);
    INDArray images = images(network);
    try (ScoredIteration iteration =
        new ScoredIteration(
            "local[%d]".formatted(CORES), CORES, network, IMAGES, ScoredIteration.GROUPED)) {
      for (int i = 0; i < repetitions; i++) {
        List<Architecture> samples = all.subList(i * SAMPLES, (i + 1) * SAMPLES);
        Child.say("ours." + i, iteration.score(samples).seconds());
        double theirs = 0;
        for (Architecture sample : samples) {
          theirs += theirs(SubNetwork.of(network, sample), weights, images);
        }
        Child.say("theirs." + i, theirs);
      }
    }
  }

  /** Seconds for all images, after a first batch that does not count. */
  private static double theirs(SubNetwork network, Weights shared, INDArray images) {
    Weights own = Slicer.slice(shared, network);
    ComputationGraph graph =
        Deeplearning4jLayers.graph(network, CNN2DFormat.NCHW, RandomModel.RECIPE, own);
    compare(network, own, images, graph.outputSingle(images));
    return Stopwatch.millis(
            () -> {
              for (int batch = 0; batch < IMAGES / BATCH; batch++) {
                graph.outputSingle(images);
              }
            })
        / 1e3;
  }

  private static void compare(
      SubNetwork network, Weights own, INDArray images, INDArray probabilities) {
    byte[] model = OnnxModel.write(network, own, Map.of());
    float[] numbers = images.data().asFloat();
    try (OnnxClassifier classifier =
        new OnnxClassifier("compared", model, CORES, Optional.empty())) {
      float[][] logits = classifier.logits(numbers, BATCH);
      for (int image = 0; image < BATCH; image++) {
        int best = OnnxClassifier.topOne(logits[image]);
        double sum = 0;
        for (float logit : logits[image]) {
          sum += Math.exp(logit - logits[image][best]);
        }
        double theirs = probabilities.getDouble(image, best);
        if (Math.abs(theirs - 1 / sum) > SAME) {
          throw new IllegalStateException(
              "image %d has probability %f by Deeplearning4j's layers, %f by ours"
                  .formatted(image, theirs, 1 / sum));
        }
      }
    }
  }

  private static INDArray images(SuperNetwork network) {
    Shape shape = network.input();
    return Nd4j.randn('c', BATCH, shape.channels(), shape.height(), shape.width());
  }
}
