package netadapt.benchmark;

import java.util.List;
import java.util.Random;
import netadapt.Seeds;
import netadapt.arch.Architecture;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.nn.Draws;
import netadapt.nn.GroupedGraph;
import netadapt.nn.OrderedDropout;
import netadapt.nn.Recipe;
import netadapt.nn.SuperNetworkGraph;
import netadapt.nn.TrainedGraph;
import netadapt.settings.NetworkFile;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;

/**
 * A network and the images of a step: noise, since a step takes as long whatever they show.
 *
 * @param network at its full size
 * @param batch images of a step
 */
record Workload(SuperNetwork network, int batch) {
  private static final long SEED = 1;
  static final int KERNEL_SEGMENTS = 4;

  // Of RMSProp.
  static final double RATE = 1e-3;
  static final double DECAY = 0.9;
  static final double EPSILON = 1e-3;

  /**
   * How all graphs are trained, Deeplearning4j's too: the paper's optimizer for ImageNet. Without
   * weight decay, which Deeplearning4j adds to the loss of its own layers only, and without
   * dropout, so that losses can be compared.
   */
  static final Recipe RECIPE =
      new Recipe(new RmsProp(RATE, DECAY, EPSILON), 0, 0, 0.9, DataType.FLOAT, SEED);

  /**
   * @param text a name of {@code conf/networks} and the images of a step: {@code mobilenet-v1:16}
   */
  static Workload of(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "workload is %s but must be NETWORK:IMAGES, such as mobilenet-v1:16".formatted(text));
    }
    return new Workload(
        NetworkFile.open(text.substring(0, colon)).network(),
        Integer.parseInt(text.substring(colon + 1)));
  }

  /** The super-network, whose every image trains a sub-network of its own. */
  ComputationGraph elastic() {
    return graph(SuperNetworkGraph.elastic(SubNetwork.full(network), RECIPE));
  }

  /** The super-network, whose images are computed in groups. */
  ComputationGraph grouped(int imagesPerGroup) {
    ComputationGraph graph =
        new GroupedGraph(
            SuperNetworkGraph.elastic(SubNetwork.full(network), RECIPE), imagesPerGroup);
    graph.init();
    return graph;
  }

  /** The network at its full size, without anything elastic. */
  ComputationGraph dense() {
    return fixed(network.full());
  }

  /** One sub-network, cut out. */
  ComputationGraph fixed(Architecture architecture) {
    return graph(SuperNetworkGraph.fixed(SubNetwork.of(network, architecture), RECIPE));
  }

  /** As many sub-networks as asked for, drawn as those of a training are. */
  List<Architecture> sampled(int count) {
    return new OrderedDropout(network, Draws.uniform(count)).draw(count, SEED);
  }

  /** Images alone, for a graph that is not elastic: {@code [n, h, w, c]}. */
  MultiDataSet images() {
    return new MultiDataSet(new INDArray[] {pixels()}, new INDArray[] {labels()});
  }

  /** Images with draws as in the paper. */
  MultiDataSet images(long step) {
    return images(step, Draws.uniform(KERNEL_SEGMENTS));
  }

  /** Images with draws of {@link OrderedDropout}. */
  MultiDataSet images(long step, Draws draws) {
    OrderedDropout dropout = new OrderedDropout(network, draws);
    float[] sizes = dropout.encode(dropout.draw(batch, Seeds.mix(SEED, step)));
    INDArray encoded = Nd4j.create(sizes, new long[] {batch, dropout.layers(), 2}, 'c');
    return new MultiDataSet(new INDArray[] {pixels(), encoded}, new INDArray[] {labels()});
  }

  /** Images of a step per second, of one that takes so many milliseconds. */
  double imagesPerSecond(double millis) {
    return batch * 1000 / millis;
  }

  private INDArray pixels() {
    Shape shape = network.input();
    Random random = new Random(SEED);
    float[] pixels = new float[batch * shape.height() * shape.width() * shape.channels()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(
        pixels, new long[] {batch, shape.height(), shape.width(), shape.channels()}, 'c');
  }

  private INDArray labels() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, network.classes());
    for (int image = 0; image < batch; image++) {
      labels.putScalar(image, image * 7L % network.classes(), 1);
    }
    return labels;
  }

  private static ComputationGraph graph(ComputationGraphConfiguration configuration) {
    ComputationGraph graph = new TrainedGraph(configuration);
    graph.init();
    return graph;
  }
}
