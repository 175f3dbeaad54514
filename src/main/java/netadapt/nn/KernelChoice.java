package netadapt.nn;

import netadapt.BrokenRule;
import netadapt.nn.kernels.Buffers;
import netadapt.nn.kernels.Kernels;
import netadapt.nn.kernels.NativeThreads;
import netadapt.nn.kernels.Nd4jKernels;
import netadapt.nn.kernels.OneDnnKernels;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** Which implementation of the layers' arithmetic a graph uses. */
public enum KernelChoice {
  /** oneDNN where ND4J computes on the processor and in single precision, else ND4J. */
  AUTO,
  /** oneDNN; single precision on the processor only. */
  ONEDNN,
  /** ND4J's own operations, on its backend. */
  ND4J;

  /**
   * Tells, before anything is computed, that a program for GPUs cannot do what is asked.
   *
   * @throws BrokenRule if oneDNN is asked for and the program was built with {@code -Pcuda}
   */
  public void check() {
    if (this == ONEDNN && Backend.hasCuda()) {
      throw new BrokenRule(
          "kernels",
          "onednn",
          "auto or nd4j in a program that was built with -Pcuda, which trains on the GPU",
          "auto");
    }
  }

  /**
   * Lets all layers of a graph compute with the choice, instead of what they computed with before.
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
    return this != ND4J && fits
        ? new OneDnnKernels(NativeThreads.current())
        : new Nd4jKernels(dataType);
  }
}
