package netadapt.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import netadapt.BadInput;

/**
 * Any ONNX model whose inputs and outputs are tensors, whoever wrote it. Several threads may run it
 * at once; it computes on the processor.
 */
public final class TensorModel implements AutoCloseable {
  private final String name;
  private final OrtSession session;
  private final List<Port> inputs;
  private final List<Port> outputs;

  /**
   * An input or an output.
   *
   * @param float32 whether its numbers are of that type
   * @param shape sizes of its axes; -1 for any; empty if it is no tensor
   */
  public record Port(String name, boolean float32, List<Long> shape) {
    public Port {
      shape = List.copyOf(shape);
    }

    /** Such as {@code images [-1, 3, 224, 224]}, with the type if it is not float32. */
    @Override
    public String toString() {
      return "%s %s%s".formatted(name, shape, float32 ? "" : ", not of float32");
    }
  }

  /**
   * Loads a model.
   *
   * @param name of the model, for messages
   * @param model content of an {@code .onnx} file
   * @param threads that work on one call, at least 1
   * @throws BadInput if ONNX Runtime does not take it
   */
  public TensorModel(String name, byte[] model, int threads) {
    this.name = name;
    try {
      session =
          OnnxEnvironment.call(
              (environment, run) ->
                  OnnxClassifier.load(environment, model, threads, Optional.empty()));
      inputs = ports(session.getInputInfo().values());
      outputs = ports(session.getOutputInfo().values());
    } catch (OrtException e) {
      throw new BadInput(
          "%s is no ONNX model that can be loaded: %s"
              .formatted(name, e.getMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  private static List<Port> ports(Collection<NodeInfo> nodes) {
    return nodes.stream()
        .map(
            node ->
                node.getInfo() instanceof TensorInfo tensor
                    ? new Port(
                        node.getName(),
                        tensor.type == OnnxJavaType.FLOAT,
                        Arrays.stream(tensor.getShape()).boxed().toList())
                    : new Port(node.getName(), false, List.of()))
        .toList();
  }

  /** What it reads, in its order; at least one. */
  public List<Port> inputs() {
    return inputs;
  }

  /** What it gives, in its order. */
  public List<Port> outputs() {
    return outputs;
  }

  /**
   * Runs the model on one tensor.
   *
   * @param input name of its only input
   * @param numbers of float32, row-major
   * @param shape of the numbers
   * @param output name of an output of float32
   * @return the output's numbers, row-major
   * @throws IllegalStateException if ONNX Runtime fails
   */
  public float[] run(String input, float[] numbers, long[] shape, String output) {
    try {
      return OnnxEnvironment.call(
          (environment, run) -> {
            try (OnnxTensor tensor =
                    OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers), shape);
                OrtSession.Result result =
                    session.run(Map.of(input, tensor), Set.of(output), run)) {
              FloatBuffer given = ((OnnxTensor) result.get(0)).getFloatBuffer();
              float[] copy = new float[given.remaining()];
              given.get(copy);
              return copy;
            }
          });
    } catch (OrtException e) {
      throw new IllegalStateException(
          "model %s failed on %d images: %s".formatted(name, shape[0], e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    try {
      OnnxEnvironment.free(session::close);
    } catch (OrtException e) {
      throw new IllegalStateException("model " + name + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
