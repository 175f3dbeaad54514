package netadapt.nn.kernels;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.api.buffer.DataType;

/** The implementations that the kernels' tests hold against plain loops in double precision. */
final class KernelCases {
  private KernelCases() {}

  static Stream<Arguments> implementations() {
    return Stream.of(
        Arguments.of("ND4J", DataType.FLOAT, new Nd4jKernels(DataType.FLOAT)),
        Arguments.of("ND4J", DataType.DOUBLE, new Nd4jKernels(DataType.DOUBLE)),
        Arguments.of("oneDNN", DataType.FLOAT, new OneDnnKernels(1)),
        Arguments.of("oneDNN, 3 threads", DataType.FLOAT, new OneDnnKernels(3)));
  }
}
