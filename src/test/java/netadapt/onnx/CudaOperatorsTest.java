package netadapt.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netadapt.arch.RandomNetworks;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.settings.NetworkFile;
import org.junit.jupiter.api.Test;

/**
 * On a GPU an operator without a CUDA kernel is an error ({@link Gpu#configure}); that there is
 * none can be known without a GPU.
 */
class CudaOperatorsTest {
  private static final Path TABLE = Path.of("src/test/resources/netadapt/cuda-operators.txt");
  private static final Pattern ROW = Pattern.compile("(\\w+) (\\d+)(?:\\+|-(\\d+))");

  @Test
  void everyOperatorOfEveryNetworkHasAKernel() throws Exception {
    Map<String, Kernels> table = table();
    Set<String> used = new TreeSet<>();
    Set<String> withoutKernel = new TreeSet<>();
    for (SuperNetwork network : networks()) {
      for (byte[] content : models(network)) {
        ModelProto model = ModelProto.parseFrom(content);
        long operatorSet = model.getOpsetImport(0).getVersion();
        for (NodeProto node : model.getGraph().getNodeList()) {
          used.add(node.getOpType());
          if (!table.getOrDefault(node.getOpType(), Kernels.NONE).have(operatorSet)) {
            withoutKernel.add(node.getOpType() + " " + operatorSet);
          }
        }
      }
    }
    assertThat(withoutKernel).isEmpty();
    assertThat(used).isEqualTo(table.keySet());
  }

  @Test
  void theTableIsOfTheRuntimeThatIsUsed() throws Exception {
    String version = OnnxEnvironment.call((environment, run) -> environment.getVersion());

    assertThat(Files.readAllLines(TABLE)).contains("# ONNX Runtime " + version);
  }

  /** The operator sets for which an operator has a kernel. */
  private record Kernels(long first, long last) {
    static final Kernels NONE = new Kernels(1, 0);

    boolean have(long operatorSet) {
      return first <= operatorSet && operatorSet <= last;
    }
  }

  private static Map<String, Kernels> table() throws IOException {
    Map<String, Kernels> table = new HashMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        long last = row.group(3) == null ? Long.MAX_VALUE : Long.parseLong(row.group(3));
        table.put(row.group(1), new Kernels(Long.parseLong(row.group(2)), last));
      }
    }
    return table;
  }

  /** Those of {@code conf/networks}. */
  private static List<SuperNetwork> networks() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("conf/networks"))) {
      return files.sorted().map(file -> NetworkFile.open(file.toString()).network()).toList();
    }
  }

  /**
   * Of both kinds that are scored or measured, of sub-networks with all that can become of layers.
   */
  private static List<byte[]> models(SuperNetwork network) {
    RandomNetworks random = new RandomNetworks(1);
    Weights weights = random.weights(network);
    List<SubNetwork> several =
        List.of(
            SubNetwork.of(network, random.architecture(network)),
            SubNetwork.of(network, random.architecture(network)));
    return List.of(OnnxModel.merge(several, weights), OnnxModel.measure(several, weights));
  }
}
