package netadapt.nn.kernels;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** oneDNN on the processor: its operations, and descriptions of our arrays for them. */
final class OneDnn {
  static final engine CPU = new engine(engine.kind.cpu, 0);

  /** For scratch memory that we pass: oneDNN's belongs to the thread that created a primitive. */
  static final primitive_attr OWN_SCRATCH = new primitive_attr();

  static {
    OWN_SCRATCH.set_scratchpad_mode(dnnl.scratchpad_mode.user);
  }

  private OneDnn() {}

  /** A description of numbers {@code [dims]} in a named order. */
  static memory.desc describe(memory.format_tag order, long... dims) {
    return new memory.desc(dims, memory.data_type.f32, order);
  }

  /** {@code [n, h, w, c]}, which oneDNN calls by its logical order, n, c, h, w. */
  static memory.desc activations(long n, long h, long w, long c) {
    return describe(memory.format_tag.nhwc, n, c, h, w);
  }

  /** Memory that oneDNN owns, kept as long as the object. */
  static memory allocate(memory.desc description) {
    return new memory(description, CPU);
  }

  static Operation reorder(memory.desc from, memory.desc to, Scratch scratch) {
    reorder.primitive_desc how = new reorder.primitive_desc(CPU, from, CPU, to, OWN_SCRATCH, false);
    return new Operation(new reorder(how), how.scratchpad_desc(), scratch)
        .bind(dnnl.DNNL_ARG_FROM, from)
        .bind(dnnl.DNNL_ARG_TO, to);
  }

  /** Memory shared by operations that run one after the other; as large as the largest needs. */
  static final class Scratch {
    private Pointer memory = new Pointer();
    private long size;

    /** At least so many bytes with any content; valid until the next call. */
    Pointer atLeast(long bytes) {
      if (bytes > size) {
        memory.close();
        memory = new BytePointer(bytes);
        size = bytes;
      }
      return memory;
    }
  }

  /** A primitive that is made once and run with other operands each time. */
  static final class Operation {
    private final stream queue = new stream(CPU);
    private final primitive primitive;
    private final Scratch scratch;
    private final long scratchBytes;
    private final memory scratchpad;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final List<memory> operands = new ArrayList<>();

    Operation(primitive primitive, memory.desc scratchpad, Scratch scratch) {
      this.primitive = primitive;
      this.scratch = scratch;
      this.scratchBytes = scratchpad.get_size();
      this.scratchpad = new memory(scratchpad, CPU, (Pointer) null);
      arguments.put(dnnl.DNNL_ARG_SCRATCHPAD, this.scratchpad);
    }

    /** Adds the next operand of {@link #run}. */
    Operation bind(int argument, memory.desc description) {
      memory operand = new memory(description, CPU, (Pointer) null);
      operands.add(operand);
      arguments.put(argument, operand);
      return this;
    }

    /** Runs with the operands in the order in which they were bound. */
    void run(Pointer... handles) {
      if (scratchBytes > 0) {
        scratchpad.set_data_handle(scratch.atLeast(scratchBytes));
      }
      for (int i = 0; i < handles.length; i++) {
        operands.get(i).set_data_handle(handles[i]);
      }
      primitive.execute(queue, arguments);
    }
  }

  /** The logical description {@code [filters, in, k, k]} of our {@code [k, k, in, filters]}. */
  static memory.desc weights(INDArray weight) {
    return new memory.desc(
        new long[] {weight.size(3), weight.size(2), weight.size(0), weight.size(1)},
        memory.data_type.f32,
        new long[] {weight.stride(3), weight.stride(2), weight.stride(0), weight.stride(1)});
  }

  /** The logical description {@code [c, 1, 1, k, k]} of our {@code [k, k, c]}. */
  static memory.desc depthwiseWeights(INDArray weight) {
    long c = weight.size(2);
    return new memory.desc(
        new long[] {c, 1, 1, weight.size(0), weight.size(1)},
        memory.data_type.f32,
        new long[] {weight.stride(2), c, c, weight.stride(0), weight.stride(1)});
  }
}
