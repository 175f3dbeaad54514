package netadapt.nn.kernels;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.api.buffer.DataType;

/** The implementations that the kernels' tests hold against plain loops in double precision. */
final class KernelCases {
  private KernelCases() {}

  static Stream<Arguments> implementations() {
    return Stream.of(
        Arguments.of("ND4J", DataType.FLOAT, Kernels.nd4j(DataType.FLOAT)),
        Arguments.of("ND4J", DataType.DOUBLE, Kernels.nd4j(DataType.DOUBLE)),
        Arguments.of("oneDNN", DataType.FLOAT, Kernels.oneDnn(1)),
        Arguments.of("oneDNN, 3 threads", DataType.FLOAT, Kernels.oneDnn(3)));
  }
}
