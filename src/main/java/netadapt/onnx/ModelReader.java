package netadapt.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import netadapt.BadInput;
import netadapt.arch.Tensor;

/** Reads the convolutions of an ONNX model, whoever wrote it. */
final class ModelReader {
  private static final float USUAL_EPSILON = 1e-5f;

  private final List<NodeProto> convolutions = new ArrayList<>();
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, NodeProto> normalizations = new HashMap<>();

  /**
   * @param model content of an {@code .onnx} file
   * @throws BadInput if it is not, with what Protocol Buffers say of it
   */
  ModelReader(byte[] model) {
    GraphProto graph;
    try {
      graph = ModelProto.parseFrom(model).getGraph();
    } catch (InvalidProtocolBufferException e) {
      throw new BadInput(e.getMessage(), e);
    }
    graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    for (NodeProto node : graph.getNodeList()) {
      switch (node.getOpType()) {
        case "Conv" -> convolutions.add(node);
        case "BatchNormalization" -> normalizations.put(input(node, 0), node);
        case "Constant" -> value(node).ifPresent(value -> constants.put(output(node), value));
        case "Identity" ->
            constant(node, 0).ifPresent(original -> constants.put(output(node), original));
        default -> {}
      }
    }
  }

  /** How many there are. */
  int convolutions() {
    return convolutions.size();
  }

  /**
   * One of them, in the order of the graph.
   *
   * @throws BadInput if its numbers are not in the model as float32, or it is dilated
   */
  ModelConvolution convolution(int index) {
    return convolution(convolutions.get(index));
  }

  private ModelConvolution convolution(NodeProto node) {
    Tensor weight = numbers(node, 1);
    if (weight.shape().length < 3) {
      throw broken(node, "has a weight of %d axes".formatted(weight.shape().length));
    }
    if (attribute(node, "dilations").stream()
        .flatMap(dilations -> dilations.getIntsList().stream())
        .anyMatch(dilation -> dilation != 1)) {
      throw broken(node, "is dilated");
    }
    int filters = weight.size(0);
    Tensor bias =
        input(node, 2).isEmpty()
            ? new Tensor(new int[] {filters}, new float[filters])
            : numbers(node, 2, filters);
    return new ModelConvolution(
        name(node),
        weight,
        attribute(node, "group").map(AttributeProto::getI).orElse(1L),
        bias,
        Optional.ofNullable(normalizations.get(output(node)))
            .map(by -> normalization(by, filters)));
  }

  private ModelConvolution.Normalization normalization(NodeProto node, int filters) {
    float epsilon = attribute(node, "epsilon").map(AttributeProto::getF).orElse(USUAL_EPSILON);
    Tensor variance = numbers(node, 4, filters);
    for (int i = 0; i < filters; i++) {
      if (!(variance.at(i) >= 0 && variance.at(i) + epsilon > 0)) {
        throw broken(
            node, "has a variance of %s, with epsilon %s".formatted(variance.at(i), epsilon));
      }
    }
    return new ModelConvolution.Normalization(
        numbers(node, 1, filters),
        numbers(node, 2, filters),
        numbers(node, 3, filters),
        variance,
        epsilon);
  }

  /** A number for each filter. */
  private Tensor numbers(NodeProto node, int input, int filters) {
    Tensor numbers = numbers(node, input);
    if (numbers.shape().length != 1 || numbers.length() != filters) {
      throw broken(node, "has %d numbers for %d filters".formatted(numbers.length(), filters));
    }
    return numbers;
  }

  private Tensor numbers(NodeProto node, int input) {
    TensorProto tensor =
        constant(node, input)
            .orElseThrow(
                () ->
                    broken(
                        node,
                        "reads '%s', which is no initializer or Constant, as in quantised models"
                            .formatted(input(node, input))));
    if (tensor.getDataType() != TensorProto.DataType.FLOAT_VALUE) {
      throw broken(
          node,
          "has numbers of %s: export it with float32"
              .formatted(
                  Optional.ofNullable(TensorProto.DataType.forNumber(tensor.getDataType()))
                      .map(Enum::name)
                      .orElse("type " + tensor.getDataType())));
    }
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      throw broken(node, "has its numbers in another file: save the model as one file");
    }
    float[] values = values(tensor);
    long[] sizes = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    if (!isOf(sizes, values.length)) {
      throw broken(
          node, "has %d numbers for a tensor %s".formatted(values.length, tensor.getDimsList()));
    }
    if (IntStream.range(0, values.length).anyMatch(i -> !Float.isFinite(values[i]))) {
      throw broken(node, "has numbers that are not finite");
    }
    return new Tensor(IntStream.range(0, sizes.length).map(i -> (int) sizes[i]).toArray(), values);
  }

  private static float[] values(TensorProto tensor) {
    if (!tensor.hasRawData()) {
      float[] values = new float[tensor.getFloatDataCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatData(i);
      }
      return values;
    }
    float[] values = new float[tensor.getRawData().size() / Float.BYTES];
    tensor
        .getRawData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  /** Whether a tensor of these sizes has so many numbers; each size must be at least 1. */
  private static boolean isOf(long[] sizes, int count) {
    long product = 1;
    for (long size : sizes) {
      if (size < 1 || size > count) {
        return false;
      }
      product *= size; // at most count², which is less than 2^62
      if (product > count) {
        return false;
      }
    }
    return product == count;
  }

  /** What a node Constant gives, if it is a tensor or a list of float32. */
  private static Optional<TensorProto> value(NodeProto node) {
    return attribute(node, "value")
        .map(AttributeProto::getT)
        .or(
            () ->
                attribute(node, "value_floats")
                    .map(
                        list ->
                            TensorProto.newBuilder()
                                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                                .addDims(list.getFloatsCount())
                                .addAllFloatData(list.getFloatsList())
                                .build()));
  }

  private Optional<TensorProto> constant(NodeProto node, int input) {
    return Optional.ofNullable(constants.get(input(node, input)));
  }

  private static Optional<AttributeProto> attribute(NodeProto node, String name) {
    return node.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  /** The name of a tensor; empty if the node does without it. */
  private static String input(NodeProto node, int input) {
    return input < node.getInputCount() ? node.getInput(input) : "";
  }

  private static String output(NodeProto node) {
    return node.getOutputCount() == 0 ? "" : node.getOutput(0);
  }

  private static String name(NodeProto node) {
    return node.getName().isEmpty() ? output(node) : node.getName();
  }

  private static BadInput broken(NodeProto node, String what) {
    return new BadInput("%s '%s' %s".formatted(node.getOpType(), name(node), what));
  }
}
