package netadapt.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import netadapt.arch.Block;
import netadapt.arch.Layer;
import netadapt.arch.SuperNetwork;
import netadapt.nn.GraphWeights;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** A network, its weights and the images of a step, as {@code torch_step.py} reads them. */
final class TorchCase {
  private final ObjectNode json = new ObjectMapper().createObjectNode();
  private final ObjectNode arrays = json.putObject("arrays");
  private final ByteArrayOutputStream numbers = new ByteArrayOutputStream();

  private TorchCase() {}

  /**
   * Writes {@code case.json} and {@code numbers.bin}.
   *
   * @param graph of the network at its full size; elastic if {@code images} have draws
   * @param segments parts of the batch that have kernels of their own
   * @param threads that a step may have
   */
  static void write(
      Path folder,
      SuperNetwork network,
      ComputationGraph graph,
      MultiDataSet images,
      int segments,
      int threads)
      throws IOException {
    TorchCase written = new TorchCase();
    boolean elastic = images.getFeatures().length > 1;
    written
        .json
        .put("channels", network.input().channels())
        .put("elastic", elastic)
        .put("segments", segments)
        .put("threads", threads)
        .put("rate", Workload.RATE)
        .put("decay", Workload.DECAY)
        .put("epsilon", Workload.EPSILON);
    ArrayNode blocks = written.json.putArray("blocks");
    for (Block block : network.blocks()) {
      ArrayNode layers = blocks.addObject().put("residual", block.residual()).putArray("layers");
      block.layers().forEach(layer -> describe(layer, layers.addObject()));
    }
    GraphWeights.read(graph)
        .tensors()
        .forEach((name, tensor) -> written.add(name, tensor.shape(), tensor.values()));
    written.add("images", images.getFeatures(0));
    written.add("labels", images.getLabels(0));
    if (elastic) {
      written.add("draws", images.getFeatures(1));
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve("numbers.bin"), written.numbers.toByteArray());
    Files.writeString(folder.resolve("case.json"), written.json.toString());
  }

  private static void describe(Layer layer, ObjectNode json) {
    json.put("name", layer.name());
    if (layer instanceof Layer.Convolution convolution) {
      json.put("type", "convolution")
          .put("depthwise", convolution.depthwise())
          .put("filters", convolution.filters())
          .put("kernel", convolution.kernel())
          .put("stride", convolution.stride())
          .put("activation", convolution.activation().name().toLowerCase(Locale.ROOT))
          .put("batch_norm", convolution.batchNorm())
          .put("bypass_limit", convolution.bypassLimit());
    } else if (layer instanceof Layer.SqueezeExcite) {
      json.put("type", "squeeze-excite");
    } else if (layer instanceof Layer.GlobalAveragePool) {
      json.put("type", "pool");
    } else {
      json.put("type", "dense").put("units", ((Layer.Dense) layer).units());
    }
  }

  private void add(String name, INDArray values) {
    int[] shape = new int[values.rank()];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = (int) values.size(axis);
    }
    add(name, shape, values.dup('c').data().asFloat());
  }

  private void add(String name, int[] shape, float[] values) {
    ObjectNode array = arrays.putObject(name).put("offset", numbers.size() / Float.BYTES);
    ArrayNode sizes = array.putArray("shape");
    for (int size : shape) {
      sizes.add(size);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    numbers.writeBytes(bytes.array());
  }
}
