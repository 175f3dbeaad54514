package netadapt.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Puts an ONNX graph together node by node. Every method that adds something returns the name of
 * the tensor it stands for; a name asked for twice gets a number, so that several samples can hang
 * their own layers on one shared prefix.
 */
final class GraphBuilder {
  /** In the place of an input that an operator can do without. */
  static final String NONE = "";

  private static final String BATCH = "batch";

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Map<String, Integer> uses = new HashMap<>();
  private final Map<String, String> integers = new HashMap<>();
  private final boolean filling;

  GraphBuilder(String name) {
    this(name, /* filling= */ false);
  }

  /**
   * @param filling whether constants of equal numbers are written as one number, for the runtime to
   *     fill a tensor with as it loads the model
   */
  GraphBuilder(String name, boolean filling) {
    graph.setName(name);
    this.filling = filling;
  }

  /**
   * An input of the graph, {@code [batch, size…]} float32.
   *
   * @param size of every axis but the first
   */
  String input(String name, int... size) {
    String unique = unique(name);
    graph.addInput(floats(unique, size));
    return unique;
  }

  /**
   * Makes a tensor an output of the graph, {@code [batch, size…]} float32.
   *
   * @param name of the output
   * @param tensor what it shows
   * @param size of every axis but the first
   */
  void output(String name, String tensor, int... size) {
    graph.addOutput(floats(node("Identity", name, List.of(tensor)), size));
  }

  /**
   * Makes several tensors {@code [1, c, 1, 1]} one output of the graph, their numbers one after the
   * other.
   *
   * @param tensors at least one
   * @param channels of all of them together
   */
  void output(String name, List<String> tensors, int channels) {
    String all = node("Concat", name, tensors, attribute("axis", 1));
    TensorShapeProto.Dimension one = dimension(1);
    graph.addOutput(floats(all, List.of(one, dimension(channels), one, one)));
  }

  /**
   * A node with one output.
   *
   * @param operator of ONNX's default domain
   * @param name of the node and its output
   * @param inputs names of tensors, or {@link #NONE}
   * @return the name of the output
   */
  String node(String operator, String name, List<String> inputs, AttributeProto... attributes) {
    String unique = unique(name);
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(unique)
            .addAllInput(inputs)
            .addOutput(unique)
            .addAllAttribute(Arrays.asList(attributes)));
    return unique;
  }

  /**
   * Float32 numbers that belong to the model.
   *
   * @param values in row-major order
   * @param shape of the tensor
   */
  String constant(String name, float[] values, long... shape) {
    if (filling && IntStream.range(1, values.length).allMatch(i -> values[i] == values[0])) {
      return filled(name, values[0], shape);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(unique(name), TensorProto.DataType.FLOAT, bytes, shape);
  }

  private String filled(String name, float value, long... shape) {
    TensorProto one =
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addDims(1)
            .addFloatData(value)
            .build();
    return node(
        "ConstantOfShape",
        name,
        List.of(integers(shape)),
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeProto.AttributeType.TENSOR)
            .setT(one)
            .build());
  }

  /** A list of int64 numbers, one tensor however often it is asked for. */
  String integers(long... values) {
    String name =
        Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
    return integers.computeIfAbsent(
        name,
        key -> {
          ByteBuffer bytes =
              ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asLongBuffer().put(values);
          return constant(unique(key), TensorProto.DataType.INT64, bytes, values.length);
        });
  }

  /**
   * A box cut out of an activation {@code [batch, c, h, w]}; the tensor itself if nothing is cut.
   *
   * @param input the activation
   * @param channels c
   * @param from first channel
   * @param to the channel after the last
   * @param stride between the rows and columns that stay
   */
  String slice(String name, String input, int channels, int from, int to, int stride) {
    List<long[]> cuts = new ArrayList<>(); // start, end, axis, step
    if (from > 0 || to < channels) {
      cuts.add(new long[] {from, to, 1, 1});
    }
    if (stride > 1) {
      cuts.add(new long[] {0, Integer.MAX_VALUE, 2, stride});
      cuts.add(new long[] {0, Integer.MAX_VALUE, 3, stride});
    }
    if (cuts.isEmpty()) {
      return input;
    }
    List<String> inputs = new ArrayList<>(List.of(input));
    for (int part = 0; part < 4; part++) {
      int column = part;
      inputs.add(integers(cuts.stream().mapToLong(cut -> cut[column]).toArray()));
    }
    return node("Slice", name, inputs);
  }

  GraphProto build() {
    return graph.build();
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto attribute(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto attributes(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private String constant(String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
    return name;
  }

  private String unique(String name) {
    int use = uses.merge(name, 1, Integer::sum);
    return use == 1 ? name : unique(name + "~" + use);
  }

  /** Of any number of images. */
  private static ValueInfoProto floats(String name, int... size) {
    List<TensorShapeProto.Dimension> shape = new ArrayList<>();
    shape.add(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH).build());
    for (int axis : size) {
      shape.add(dimension(axis));
    }
    return floats(name, shape);
  }

  private static TensorShapeProto.Dimension dimension(int size) {
    return TensorShapeProto.Dimension.newBuilder().setDimValue(size).build();
  }

  private static ValueInfoProto floats(String name, List<TensorShapeProto.Dimension> shape) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(TensorShapeProto.newBuilder().addAllDim(shape))))
        .build();
  }
}
