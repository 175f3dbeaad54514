package netadapt.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import netadapt.ProgramVersion;
import netadapt.arch.Shape;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;

/**
 * A sub-network as an ONNX model: only what remains of it, with batch normalisation folded into the
 * convolutions. What it gives equals what the super-network does with everything else masked.
 */
public final class OnnxModel {
  /** The model's input: {@code [batch, channels, height, width]} float32, already normalised. */
  public static final String INPUT = "images";

  /**
   * A classifier's output: {@code [batch, classes]} float32, whose softmax are probabilities.
   *
   * @see #output
   */
  public static final String OUTPUT = "logits";

  /**
   * The output of a model that tells something of every pixel: {@code [batch, channels, height,
   * width]} float32.
   *
   * @see #output
   */
  public static final String PREDICTION = "prediction";

  private static final int IR_VERSION = 8;
  private static final int OPSET_VERSION = 17;

  private OnnxModel() {}

  /** The name of the output of a network's models: {@link #OUTPUT} or {@link #PREDICTION}. */
  public static String output(SuperNetwork network) {
    return network.pixelwise() ? PREDICTION : OUTPUT;
  }

  /**
   * Writes a sub-network; equal arguments give equal bytes. The {@code model_version} follows from
   * what the model computes, weights included: it is the same only for the same model, and of two
   * models neither is the newer by it.
   *
   * @param subNetwork what to write
   * @param weights the sub-network's own, as {@link netadapt.arch.Slicer} cuts them
   * @param metadata what a user of the model should know, such as preprocessing and class names;
   *     stored in the model by ascending key
   * @return the content of an {@code .onnx} file
   * @throws IllegalArgumentException if weights are missing or not of the sub-network's shapes
   */
  public static byte[] write(SubNetwork subNetwork, Weights weights, Map<String, String> metadata) {
    ModelProto.Builder model =
        model(new GraphBuilder(subNetwork.network().name()), subNetwork, weights);
    model.setModelVersion(fingerprint(model.getGraph()));
    new TreeMap<>(metadata)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }

  /**
   * The same in a few kilobytes, for weights that are made up: tensors whose numbers are all equal
   * are filled as the model is loaded.
   */
  public static byte[] outline(SubNetwork subNetwork, Weights weights) {
    GraphBuilder graph = new GraphBuilder(subNetwork.network().name(), /* filling= */ true);
    return model(graph, subNetwork, weights).build().toByteArray();
  }

  private static ModelProto.Builder model(
      GraphBuilder graph, SubNetwork subNetwork, Weights weights) {
    return model(
        graph,
        new NetworkGraph(graph, layer -> weights, /* measuring= */ false),
        List.of(subNetwork),
        List.of(Weights.NONE),
        (only, told) -> {
          SuperNetwork network = subNetwork.network();
          graph.output(output(network), told, sizes(network));
        });
  }

  /**
   * Writes several sub-networks of one super-network as one model with an output each, in which
   * what they have in common is computed once. What it gives is that of each one's own model.
   *
   * @param subNetworks at least one
   * @param shared weights of the whole super-network
   * @return the content of an {@code .onnx} file whose outputs are in the order of the sub-networks
   */
  public static byte[] merge(List<SubNetwork> subNetworks, Weights shared) {
    return merge(subNetworks, shared, Collections.nCopies(subNetworks.size(), Weights.NONE));
  }

  /**
   * The same with each one's own statistics of batch normalisation.
   *
   * @param statistics one per sub-network: {@code mean} and {@code variance [filters]} of its
   *     normalised layers, as {@link #statistics} gives them; those of the training for others
   */
  public static byte[] merge(
      List<SubNetwork> subNetworks, Weights shared, List<Weights> statistics) {
    GraphBuilder graph = new GraphBuilder(subNetworks.get(0).network().name());
    NetworkGraph layers =
        new NetworkGraph(graph, layer -> Slicer.slice(shared, layer), /* measuring= */ false);
    SuperNetwork network = subNetworks.get(0).network();
    return model(
            graph,
            layers,
            subNetworks,
            statistics,
            (i, told) -> graph.output(output(network) + "/" + i, told, sizes(network)))
        .build()
        .toByteArray();
  }

  /**
   * Writes sub-networks as one model that measures what batch normalisation normalises by: each
   * normalised layer takes the mean and biased variance of the batch itself. The outputs, one per
   * sub-network, are these numbers; {@link #statistics} tells which is which.
   *
   * @param subNetworks at least one, each with a normalised layer
   * @param shared weights of the whole super-network
   */
  public static byte[] measure(List<SubNetwork> subNetworks, Weights shared) {
    GraphBuilder graph = new GraphBuilder(subNetworks.get(0).network().name());
    NetworkGraph layers =
        new NetworkGraph(graph, layer -> Slicer.slice(shared, layer), /* measuring= */ true);
    return model(
            graph,
            layers,
            subNetworks,
            Collections.nCopies(subNetworks.size(), Weights.NONE),
            (i, told) ->
                graph.output(
                    "statistics/" + i, layers.measured(), statisticsOf(subNetworks.get(i))))
        .build()
        .toByteArray();
  }

  /** How many numbers {@link #measure} gives for a sub-network. */
  public static int statisticsOf(SubNetwork subNetwork) {
    return 2
        * subNetwork.layers().stream()
            .filter(SubLayer::normalized)
            .mapToInt(SubLayer::filters)
            .sum();
  }

  /**
   * Names the numbers that a model of {@link #measure} gave for a sub-network.
   *
   * @return {@code mean} and {@code variance [filters]} of every normalised layer
   * @throws IllegalArgumentException if there are too few or too many
   */
  public static Weights statistics(SubNetwork subNetwork, float[] numbers) {
    if (numbers.length != statisticsOf(subNetwork)) {
      throw new IllegalArgumentException(
          "%d statistics given but the sub-network has %d"
              .formatted(numbers.length, statisticsOf(subNetwork)));
    }
    Map<String, Tensor> named = new HashMap<>();
    int next = 0;
    for (SubLayer layer : subNetwork.layers()) {
      if (layer.normalized()) {
        int[] shape = {layer.filters()};
        for (String parameter : new String[] {"mean", "variance"}) {
          float[] values = Arrays.copyOfRange(numbers, next, next + layer.filters());
          named.put(layer.layer().name() + "/" + parameter, new Tensor(shape, values));
          next += layer.filters();
        }
      }
    }
    return new Weights(named);
  }

  /** Says what the model gives for a sub-network that has just been appended. */
  private interface Outputs {
    void add(int subNetwork, String told);
  }

  private static ModelProto.Builder model(
      GraphBuilder graph,
      NetworkGraph layers,
      List<SubNetwork> subNetworks,
      List<Weights> statistics,
      Outputs outputs) {
    String images = input(graph, subNetworks.get(0).network());
    for (int i = 0; i < subNetworks.size(); i++) {
      outputs.add(i, layers.append(subNetworks.get(i), statistics.get(i), images));
    }
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("netadapt-spark")
        .setProducerVersion(ProgramVersion.text())
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET_VERSION))
        .setGraph(graph.build());
  }

  /** Of what a network gives for an image: {@code [classes]} or {@code [channels, h, w]}. */
  private static int[] sizes(SuperNetwork network) {
    Shape told = network.output();
    return network.pixelwise()
        ? new int[] {told.channels(), told.height(), told.width()}
        : new int[] {told.channels()};
  }

  private static String input(GraphBuilder graph, SuperNetwork network) {
    Shape image = network.input();
    return graph.input(INPUT, image.channels(), image.height(), image.width());
  }

  /** The first 48 bits of a hash: a number that JSON, too, holds exactly. */
  private static long fingerprint(GraphProto graph) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(graph.toByteArray());
      return ByteBuffer.wrap(hash).getLong() >>> 16;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
