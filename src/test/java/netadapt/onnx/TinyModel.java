package netadapt.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Map;

/**
 * A model as somebody else would export it: its output is its input's numbers times a matrix, and
 * the softmax of that is its second output, {@code shares}, if it has one.
 */
public final class TinyModel {
  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
  private final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);

  /**
   * @param weight {@code [numbers of an image, outputs]}
   * @param shape of the input, {@code pixels}; -1 for any size
   */
  public TinyModel(float[][] weight, long... shape) {
    this(FLOAT, weight, shape);
  }

  private TinyModel(int type, float[][] weight, long... shape) {
    graph.addInput(value("pixels", type, shape));
    TensorProto.Builder matrix =
        TensorProto.newBuilder()
            .setName("weight")
            .setDataType(FLOAT)
            .addDims(weight.length)
            .addDims(weight[0].length);
    for (float[] row : weight) {
      for (float number : row) {
        matrix.addFloatData(number);
      }
    }
    graph.addInitializer(matrix);
    graph.addNode(node("Cast", "numbers", "pixels").addAttribute(attribute("to", FLOAT)));
    graph.addNode(node("Flatten", "flat", "numbers").addAttribute(attribute("axis", 1)));
    graph.addNode(node("MatMul", "scores", "flat", "weight"));
    graph.addOutput(value("scores", FLOAT, shape[0], weight[0].length));
  }

  /** One that reads bytes. */
  public static TinyModel ofBytes(float[][] weight, long... shape) {
    return new TinyModel(TensorProto.DataType.UINT8_VALUE, weight, shape);
  }

  /** With the softmax as a second output. */
  public TinyModel withShares() {
    graph.addNode(node("Softmax", "shares", "scores").addAttribute(attribute("axis", 1)));
    graph.addOutput(value("shares", FLOAT, -1, -1));
    return this;
  }

  /** With another input that nothing depends on. */
  public TinyModel withInput(String name) {
    graph.addInput(value(name, FLOAT, 1));
    return this;
  }

  public TinyModel withMetadata(Map<String, String> metadata) {
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return this;
  }

  public byte[] bytes() {
    return model
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addOutput(output);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private static AttributeProto.Builder attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value);
  }

  private static ValueInfoProto.Builder value(String name, int type, long... shape) {
    TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
    for (int axis = 0; axis < shape.length; axis++) {
      TensorShapeProto.Dimension.Builder size = TensorShapeProto.Dimension.newBuilder();
      sizes.addDim(
          shape[axis] < 0 ? size.setDimParam("any" + axis) : size.setDimValue(shape[axis]));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(sizes);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor));
  }
}
