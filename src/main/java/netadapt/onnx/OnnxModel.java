package netadapt.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.Map;
import java.util.TreeMap;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
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
    Shape image = subNetwork.network().input();
    GraphBuilder graph = new GraphBuilder(subNetwork.network().name());
    graph.input(INPUT, image.channels(), image.height(), image.width());
    String logits = new NetworkGraph(graph, weights).append(subNetwork, INPUT);
    graph.output(OUTPUT, logits, subNetwork.network().classes());

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
