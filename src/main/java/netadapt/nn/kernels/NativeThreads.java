package netadapt.nn.kernels;

import java.util.Optional;
import netadapt.BadInput;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many threads native code starts for one Spark task: as many as the task has cores, unless the
 * environment variable {@code OMP_NUM_THREADS} says otherwise.
 */
public final class NativeThreads {
  /** The environment variable. */
  public static final String VARIABLE = "OMP_NUM_THREADS";

  private static final ThreadLocal<Integer> ALLOWED = new ThreadLocal<>();

  private NativeThreads() {}

  /**
   * The threads of one task.
   *
   * @param variable value of {@code OMP_NUM_THREADS} where the task runs
   * @param taskCores {@code spark.task.cpus}, at least 1
   * @throws BadInput if the variable is not a whole number of at least 1
   */
  public static int of(Optional<String> variable, int taskCores) {
    String given = variable.map(String::strip).orElse("");
    if (given.isEmpty()) {
      return taskCores;
    }
    if (!given.matches("0*[1-9]\\d{0,4}")) { // ND4J takes no lists, as OpenMP does
      throw new BadInput(
          "%s is %s but must be a whole number of at least 1: unset it for spark.task.cpus, %d"
              .formatted(VARIABLE, given, taskCores));
    }
    return Integer.parseInt(given);
  }

  /**
   * Bounds the threads of all that ND4J and oneDNN do on the calling thread from here on; other
   * threads keep theirs. All native loops are OpenMP's, matrix products included, and OpenMP's
   * setting is one per calling thread.
   *
   * @param threads at least 1
   */
  public static void use(int threads) {
    ALLOWED.set(threads);
    openMp(threads);
  }

  /**
   * How many threads the calling thread may have compute for it: what {@link #use} was given, or as
   * many as OpenMP would start.
   */
  public static int current() {
    Integer allowed = ALLOWED.get();
    return allowed == null ? ofOpenMp() : allowed;
  }

  /**
   * Lets OpenMP start no threads for the calling thread any more, which has others to compute for
   * it, still {@link #current} of them.
   */
  static void useNoneOfOpenMp() {
    ALLOWED.set(current());
    openMp(1);
  }

  /** How many threads OpenMP would start for the calling thread. */
  static int ofOpenMp() {
    return operations().ompGetMaxThreads();
  }

  private static void openMp(int threads) {
    operations().setOmpNumThreads(threads);
  }

  private static NativeOps operations() {
    Nd4j.getBackend(); // loads ND4J, without which there are no native operations to hold
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }
}
