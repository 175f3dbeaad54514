package netadapt.score;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.onnx.Gpu;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * What tasks compute on.
 *
 * @param gpu whether it is the GPU that Spark has assigned to the task, and not the processor
 * @param batch images that go through sub-networks together; 0 for as many as suit the device
 */
public record ScoringDevice(boolean gpu, int batch) implements Serializable {
  /** Images of a batch on a processor at most: more gain little. */
  public static final int MOST_ON_PROCESSOR = 64;

  private static final int LEAST_ON_PROCESSOR = 4;

  /** What a layer reads and gives for a batch should stay in the caches of a core. */
  private static final int CACHE_BYTES = 4_000_000;

  /** Images of a batch on a GPU, if they fit: more would take much of the host's memory. */
  private static final int MOST_ON_GPU = 256;

  /** How much of the free memory is for what layers give, and not for weights and cuDNN. */
  private static final double FOR_IMAGES = 0.5;

  /** A group may hold what several sub-networks' layers give. */
  private static final int PATHS = 2;

  private static final String AMOUNT = "spark.task.resource.gpu.amount";

  /** Free memory by GPU, before anything of ours was in it. */
  private static final Map<Gpu, Long> FREE = new ConcurrentHashMap<>();

  /**
   * The GPU of the task that runs; nothing if it computes on the processor. Spark's local mode
   * assigns none: there it is the first one.
   *
   * @throws IllegalStateException if Spark has assigned none
   */
  Optional<Gpu> ofTask() {
    if (!gpu) {
      return Optional.empty();
    }
    String master = SparkEnv.get().conf().get("spark.master", "");
    return Optional.of(assigned(TaskContext.get().resourcesJMap(), local(master)));
  }

  /** Whether tasks run in the driver. */
  static boolean local(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  /** The number in {@code local[4]} or {@code local[4,2]}; for {@code *} what the machine has. */
  private static int localCores(String master) {
    String[] parts = master.split("[\\[,\\]]");
    if (parts.length == 1) {
      return 1;
    }
    String cores = parts[1].strip();
    return cores.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cores);
  }

  static Gpu assigned(Map<String, ResourceInformation> resources, boolean local) {
    ResourceInformation assigned = resources.get("gpu");
    if (assigned == null || assigned.addresses().length == 0) {
      if (local) {
        return new Gpu(0);
      }
      throw new IllegalStateException(
          ("scoring.device is gpu but Spark has assigned no GPU to the task: set %s, and"
                  + " spark.executor.resource.gpu.amount, or scoring.device to cpu")
              .formatted(AMOUNT));
    }
    String address = assigned.addresses()[0];
    try {
      return new Gpu(Integer.parseInt(address));
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          ("Spark has assigned GPU %s to the task but it must be a number, as nvidia-smi counts"
                  + " GPUs: mend spark.executor.resource.gpu.discoveryScript")
              .formatted(address),
          e);
    }
  }

  /** How many images of a network's size go through a group together. */
  int batch(Optional<Gpu> device, SuperNetwork network) {
    if (batch > 0) {
      return batch;
    }
    return device
        .map(
            one ->
                fitting(
                    FREE.computeIfAbsent(one, Gpu::freeBytes) / tasks(SparkEnv.get().conf()),
                    network))
        .orElseGet(() -> onProcessor(network));
  }

  /** Images whose largest activations fit the caches: a power of two, from 4 to 64. */
  public static int onProcessor(SuperNetwork network) {
    long largest = 1;
    for (SubNetwork.SubLayer layer : SubNetwork.full(network).layers()) {
      largest = Math.max(largest, numbers(layer.output()));
    }
    int fitting = Integer.highestOneBit((int) (CACHE_BYTES / (Float.BYTES * largest)));
    return Math.max(LEAST_ON_PROCESSOR, Math.min(fitting, MOST_ON_PROCESSOR));
  }

  private static long numbers(Shape output) {
    return (long) output.height() * output.width() * output.channels();
  }

  /** Tasks that share a GPU: in Spark's local mode, which assigns none, all that run at a time. */
  static int tasks(SparkConf configuration) {
    String master = configuration.get("spark.master", "");
    if (local(master)) {
      return Math.max(1, localCores(master) / configuration.getInt("spark.task.cpus", 1));
    }
    double amount = configuration.getDouble(AMOUNT, 1);
    return amount >= 1 ? 1 : (int) Math.floor(1 / amount);
  }

  /** Images whose activations take the part of the memory that is for them. */
  static int fitting(long freeBytes, SuperNetwork network) {
    long numbers = 0;
    for (SubNetwork.SubLayer layer : SubNetwork.full(network).layers()) {
      numbers += numbers(layer.output());
    }
    double images = freeBytes * FOR_IMAGES / (PATHS * Float.BYTES * numbers);
    return (int) Math.max(1, Math.min(images, MOST_ON_GPU));
  }
}
