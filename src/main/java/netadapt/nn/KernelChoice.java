package netadapt.nn;

import netadapt.BrokenRule;
import netadapt.nn.kernels.Buffers;
import netadapt.nn.kernels.Kernels;
import netadapt.nn.kernels.NativeThreads;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** Which implementation of {@link Kernels} a graph computes with. */
public enum KernelChoice {
  /** oneDNN in single precision on a processor that it is built for here, ND4J otherwise. */
  AUTO,
  /** oneDNN, which needs single precision and the processor. */
  ONEDNN,
  /** ND4J's own operations, on the processor or the GPU. */
  ND4J;

  /**
   * Checks, before anything is computed, that this program can compute with the choice.
   *
   * @throws BrokenRule if oneDNN is asked for and the program was built with {@code -Pcuda}
   */
  public void check() {
    check(Backend.hasCuda());
  }

  /** The same for a program that was, or was not, built with {@code -Pcuda}. */
  void check(boolean cuda) {
    if (this == ONEDNN && cuda) {
      throw new BrokenRule(
          "kernels",
          "onednn",
          "auto or nd4j in a program built with -Pcuda, which trains on the GPU",
          "auto");
    }
  }

  /**
   * Lets all layers of a graph compute with the choice from here on.
   *
   * @throws IllegalArgumentException if oneDNN is asked for and cannot compute the graph
   */
  public void use(ComputationGraph graph) {
    DataType dataType = graph.getConfiguration().getDataType();
    Workbench workbench = new Workbench(kernels(dataType), new Buffers(dataType));
    for (GraphVertex vertex : graph.getVertices()) {
      if (vertex instanceof ElasticVertex elastic) {
        elastic.use(workbench);
      }
    }
  }

  private Kernels kernels(DataType dataType) {
    ExecutionerType backend = Nd4j.getExecutioner().type();
    boolean fits = dataType == DataType.FLOAT && backend == ExecutionerType.NATIVE_CPU;
    if (this == ONEDNN && !fits) {
      throw new IllegalArgumentException(
          "oneDNN computes FLOAT on the processor, not %s on %s".formatted(dataType, backend));
    }
    boolean oneDnn = this == ONEDNN || (this == AUTO && fits && Kernels.hasOneDnn());
    return oneDnn ? Kernels.oneDnn(NativeThreads.current()) : Kernels.nd4j(dataType);
  }
}
