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
  /** Images of a batch on a processor: more are no faster. */
  public static final int PROCESSOR_BATCH = 64;

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
        .orElse(PROCESSOR_BATCH);
  }

  /** Tasks that share a GPU. */
  static int tasks(SparkConf configuration) {
    double amount = configuration.getDouble(AMOUNT, 1);
    return amount >= 1 ? 1 : (int) Math.floor(1 / amount);
  }

  /** Images whose activations take the part of the memory that is for them. */
  static int fitting(long freeBytes, SuperNetwork network) {
    long numbers = 0;
    for (SubNetwork.SubLayer layer : SubNetwork.full(network).layers()) {
      Shape output = layer.output();
      numbers += (long) output.height() * output.width() * output.channels();
    }
    double images = freeBytes * FOR_IMAGES / (PATHS * Float.BYTES * numbers);
    return (int) Math.max(1, Math.min(images, MOST_ON_GPU));
  }
}
