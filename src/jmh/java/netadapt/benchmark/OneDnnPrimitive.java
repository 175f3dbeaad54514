package netadapt.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One of oneDNN's own operations with its operands, to compare our kernels with. */
final class OneDnnPrimitive {
  static final engine CPU = new engine(engine.kind.cpu, 0);

  private static final double TOLERANCE = 1e-3;

  private final stream queue = new stream(CPU);
  private final primitive primitive;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final List<memory> operands = new ArrayList<>(); // kept as long as the primitive is

  OneDnnPrimitive(primitive primitive) {
    this.primitive = primitive;
  }

  OneDnnPrimitive with(int argument, memory operand) {
    operands.add(operand);
    arguments.put(argument, operand);
    return this;
  }

  void run() {
    primitive.execute(queue, arguments);
    queue._wait();
  }

  /** Numbers {@code [n, h, w, c]}, whose sizes oneDNN lists as n, c, h, w. */
  static memory.desc channelsLast(long[] shape) {
    return new memory.desc(
        new long[] {shape[0], shape[3], shape[1], shape[2]},
        memory.data_type.f32,
        memory.format_tag.nhwc);
  }

  /** Memory of its own, with any numbers in it. */
  static memory memory(memory.desc layout) {
    return new memory(layout, CPU);
  }

  /** The memory of a contiguous array, which must live as long. */
  static memory memory(memory.desc layout, INDArray array) {
    return new memory(layout, CPU, array.data().addressPointer());
  }

  /**
   * Checks that two ways to compute the same gave the same.
   *
   * @throws IllegalStateException if a number differs by more than a thousandth of the largest
   */
  static void requireSame(String what, INDArray ours, INDArray theirs) {
    double largest = theirs.amaxNumber().doubleValue();
    double difference = ours.sub(theirs).amaxNumber().doubleValue();
    if (!(difference <= TOLERANCE * largest)) {
      throw new IllegalStateException(
          "%s of our kernels and of oneDNN's differ by %g; the largest number is %g"
              .formatted(what, difference, largest));
    }
  }
}
