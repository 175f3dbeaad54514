package netadapt.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import netadapt.BadInput;

/**
 * A reader of files from outside, which may be given any bytes: it gives a value or throws what it
 * documents, soon, and asks for no more memory than a file of that length is worth.
 *
 * @param name as {@code src/fuzz/run.sh} calls it
 * @param cost of one input, from 1 (microseconds) to 100 (milliseconds): what a run is divided by
 * @param longest input in bytes
 * @param seeds files that can be read, from which others are made
 * @param reading the reader
 * @param documented what it may throw; a {@link BadInput} must say something
 * @param worth bytes on the heap that may be allocated for each of the input, beside {@link #MOST}
 */
public record Target(
    String name,
    int cost,
    int longest,
    Seeds seeds,
    Reading reading,
    List<Class<? extends Exception>> documented,
    long worth) {
  /** What any input may allocate on the heap, all together, while it is read. */
  private static final long MOST = 64L << 20;

  private static final long USUAL_WORTH = 1 << 14;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  public Target {
    documented = List.copyOf(documented);
  }

  /** One whose files are not packed more than usual. */
  public Target(
      String name,
      int cost,
      int longest,
      Seeds seeds,
      Reading reading,
      List<Class<? extends Exception>> documented) {
    this(name, cost, longest, seeds, reading, documented, USUAL_WORTH);
  }

  /** Makes valid files. */
  @FunctionalInterface
  public interface Seeds {
    List<byte[]> make() throws Exception;
  }

  /** Reads all of a file. */
  @FunctionalInterface
  public interface Reading {
    void read(byte[] file) throws Exception;
  }

  /**
   * Reads an input.
   *
   * @throws Throwable what the reader does not document
   * @throws AssertionError if it took too much memory, or its message is empty
   */
  public void take(byte[] input) throws Throwable {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reading.read(input);
    } catch (Exception e) {
      if (documented.stream().noneMatch(kind -> kind.isInstance(e))) {
        throw e;
      }
      if (e instanceof BadInput && (e.getMessage() == null || e.getMessage().isBlank())) {
        throw new AssertionError("a mistake without a message", e);
      }
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (allocated > MOST + worth * input.length) {
      throw new AssertionError(
          "%s took %,d bytes of memory for %,d of input".formatted(name, allocated, input.length));
    }
  }
}
