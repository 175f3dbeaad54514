package netadapt.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import netadapt.arch.Activation;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import org.junit.jupiter.api.Test;

class MergedModelTest {
  private static final int CASES = 80;
  private static final int IMAGES = 3;

  @Test
  void everyOutputIsTheSubNetworksOwnToTheBit() {
    for (long seed = 0; seed < CASES; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork network = random.either();
      Weights weights = random.weights(network);
      List<SubNetwork> group = relatives(random, new Random(seed), network);
      FloatBuffer images = images(random, network);

      List<float[]> together;
      try (OnnxClassifier merged =
          new OnnxClassifier("merged", OnnxModel.merge(group, weights), 1)) {
        merged.logits(images, IMAGES); // a second run must not see the first
        together = merged.run(images, IMAGES).outputs();
      }

      assertThat(together).hasSize(group.size());
      for (int i = 0; i < group.size(); i++) {
        byte[] own = OnnxModel.write(group.get(i), Slicer.slice(weights, group.get(i)), Map.of());
        try (OnnxClassifier alone = new OnnxClassifier("alone", own, 1)) {
          assertThat(OnnxClassifier.rows(together.get(i), IMAGES))
              .as("seed %d, sub-network %d of %d", seed, i, group.size())
              .isDeepEqualTo(alone.logits(images, IMAGES));
        }
      }
    }
  }

  @Test
  void whatIsEqualIsThereOnce() throws Exception {
    SuperNetwork network =
        new NetworkBuilder("three", new Shape(8, 8, 1), 3, 64)
            .convolution("c1", 8, 3, 1, Activation.RELU, true, -1)
            .convolution("c2", 8, 3, 1, Activation.RELU, true, -1)
            .convolution("c3", 8, 3, 1, Activation.RELU, true, -1)
            .globalAveragePool("pool")
            .dense("classifier", 10)
            .build();
    Weights weights = new RandomNetworks(1).weights(network);
    SubNetwork full = SubNetwork.full(network);
    SubNetwork narrowEnd = SubNetwork.of(network, filters(network, 8, 8, 4));
    SubNetwork narrowStart = SubNetwork.of(network, filters(network, 4, 8, 8));

    ModelProto model =
        ModelProto.parseFrom(OnnxModel.merge(List.of(full, narrowEnd, full, narrowStart), weights));

    List<String> convolutions =
        model.getGraph().getNodeList().stream()
            .filter(node -> node.getOpType().equals("Conv"))
            .map(NodeProto::getName)
            .toList();
    assertThat(convolutions)
        .containsExactlyInAnyOrder(
            "c1/conv", "c2/conv", "c3/conv", "c3/conv~2", "c1/conv~2", "c2/conv~2", "c3/conv~3");
    // The last layer of the narrow start reads other numbers but has the full one's weights.
    assertThat(model.getGraph().getInitializerList())
        .filteredOn(tensor -> tensor.getName().startsWith("c3/weight"))
        .hasSize(2);
    assertThat(model.getGraph().getOutputList())
        .extracting(output -> output.getName())
        .containsExactly("logits/0", "logits/1", "logits/2", "logits/3");
  }

  /** An architecture, itself again, and others that differ from it in a few layers. */
  private static List<SubNetwork> relatives(
      RandomNetworks random, Random choice, SuperNetwork network) {
    Architecture parent = random.architecture(network);
    List<SubNetwork> group = new ArrayList<>();
    group.add(SubNetwork.of(network, parent));
    group.add(SubNetwork.of(network, parent));
    while (group.size() < 6) {
      Architecture other = random.architecture(network);
      List<LayerSize> sizes = new ArrayList<>(parent.sizes());
      for (int layer = 0; layer < sizes.size(); layer++) {
        if (choice.nextInt(4) == 0) {
          sizes.set(layer, other.sizes().get(layer));
        }
      }
      group.add(SubNetwork.of(network, new Architecture(parent.network(), sizes)));
    }
    return group;
  }

  private static FloatBuffer images(RandomNetworks random, SuperNetwork network) {
    Shape shape = network.input();
    FloatBuffer images =
        ByteBuffer.allocateDirect(
                Float.BYTES * IMAGES * shape.height() * shape.width() * shape.channels())
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int i = 0; i < IMAGES; i++) {
      images.put(random.image(network));
    }
    return images.flip();
  }

  private static Architecture filters(SuperNetwork network, int... filters) {
    List<LayerSize> sizes = new ArrayList<>();
    for (int count : filters) {
      sizes.add(new LayerSize(count, 3));
    }
    return new Architecture(network.name(), sizes);
  }
}
