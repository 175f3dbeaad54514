package netadapt.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.ImageShard;
import netadapt.data.Normalization;
import netadapt.nn.GraphWeights;
import netadapt.nn.Recipe;
import netadapt.nn.SuperNetworkGraph;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** Weights and images of noise: scoring takes as long whatever they are. */
public final class RandomModel {
  /** Of everything drawn. */
  public static final long SEED = 1;

  /** For networks that are not trained. */
  public static final Recipe RECIPE = new Recipe(new NoOp(), 0, 0, 0.9, DataType.FLOAT, SEED);

  private RandomModel() {}

  /** Weights of the whole network. */
  public static Weights weights(SuperNetwork network) {
    ComputationGraph graph =
        new ComputationGraph(SuperNetworkGraph.fixed(SubNetwork.full(network), RECIPE));
    graph.init();
    return GraphWeights.read(graph);
  }

  /** For images of bytes. */
  public static Normalization normalization(SuperNetwork network) {
    float[] mean = new float[network.input().channels()];
    float[] std = new float[mean.length];
    Arrays.fill(mean, 0.5f);
    Arrays.fill(std, 0.25f);
    return new Normalization(mean, std);
  }

  /** Images in shards of as many each. */
  public static List<ImageShard> shards(SuperNetwork network, int images, int count) {
    Shape shape = network.input();
    Random random = new Random(SEED);
    List<ImageShard> shards = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      int size = images / count;
      byte[] pixels = new byte[size * shape.height() * shape.width() * shape.channels()];
      random.nextBytes(pixels);
      int[] labels = random.ints(size, 0, network.classes()).toArray();
      shards.add(
          new ImageShard(
              shard,
              shard * size,
              shape.height(),
              shape.width(),
              shape.channels(),
              pixels,
              labels));
    }
    return shards;
  }
}
