package netadapt.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import netadapt.arch.Shape;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;

/**
 * A sub-network as an ONNX model: only what remains of it, with batch normalisation folded into the
 * convolutions. Its logits equal those of the super-network with everything else masked.
 */
public final class OnnxModel {
  /** The model's input: {@code [batch, channels, height, width]} float32, already normalised. */
  public static final String INPUT = "images";

  /** The model's output: {@code [batch, classes]} float32. */
  public static final String OUTPUT = "logits";

  private static final int IR_VERSION = 8;
  private static final int OPSET_VERSION = 17;

  private OnnxModel() {}

  /**
   * Writes a sub-network; equal arguments give equal bytes.
   *
   * @param subNetwork what to write
   * @param weights the sub-network's own, as {@link netadapt.arch.Slicer} cuts them
   * @param metadata what a user of the model should know, such as preprocessing and class names;
   *     stored in the model by ascending key
   * @return the content of an {@code .onnx} file
   * @throws IllegalArgumentException if weights are missing or not of the sub-network's shapes
   */
  public static byte[] write(SubNetwork subNetwork, Weights weights, Map<String, String> metadata) {
    return write(List.of(subNetwork), List.of(OUTPUT), layer -> weights, metadata);
  }

  /**
   * Writes several sub-networks of one super-network as one model with an output each, in which
   * what they have in common is computed once. Its logits are those of each one's own model.
   *
   * @param subNetworks at least one
   * @param shared weights of the whole super-network
   * @return the content of an {@code .onnx} file whose outputs are in the order of the sub-networks
   */
  public static byte[] merge(List<SubNetwork> subNetworks, Weights shared) {
    List<String> outputs =
        IntStream.range(0, subNetworks.size()).mapToObj(i -> OUTPUT + "/" + i).toList();
    return write(subNetworks, outputs, layer -> Slicer.slice(shared, layer), Map.of());
  }

  private static byte[] write(
      List<SubNetwork> subNetworks,
      List<String> outputs,
      Function<SubLayer, Weights> weights,
      Map<String, String> metadata) {
    SuperNetwork network = subNetworks.get(0).network();
    Shape image = network.input();
    GraphBuilder graph = new GraphBuilder(network.name());
    graph.input(INPUT, image.channels(), image.height(), image.width());
    NetworkGraph layers = new NetworkGraph(graph, weights);
    for (int i = 0; i < subNetworks.size(); i++) {
      graph.output(outputs.get(i), layers.append(subNetworks.get(i), INPUT), network.classes());
    }

    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("netadapt-spark")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET_VERSION))
            .setGraph(graph.build());
    new TreeMap<>(metadata)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }
}
