package netadapt.nn;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** Which implementation of the layers' arithmetic a graph uses. */
public enum KernelChoice {
  /** oneDNN where ND4J computes on the CPU in single precision, else ND4J. */
  AUTO,
  /** oneDNN; single precision on the CPU only. */
  ONEDNN,
  /** ND4J's own operations, on its backend. */
  ND4J;

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
    boolean fits =
        dataType == DataType.FLOAT && Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
    if (this == ONEDNN && !fits) {
      throw new IllegalArgumentException(
          "oneDNN computes FLOAT on the CPU, not %s on ND4J's %s: choose auto or nd4j"
              .formatted(dataType, Nd4j.getExecutioner().type()));
    }
    return this != ND4J && fits
        ? new OneDnnKernels(NativeThreads.current())
        : new Nd4jKernels(dataType);
  }
}
