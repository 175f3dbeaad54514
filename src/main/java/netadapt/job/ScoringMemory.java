package netadapt.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.ParameterCount;
import netadapt.score.SharedModel;
import netadapt.settings.ScoringSettings;
import netadapt.settings.Settings;
import org.apache.spark.SparkConf;

/**
 * What the scoring of a search may need of an executor's memory outside of Java's heap.
 *
 * @param tasks that the executor runs at a time
 * @param threads of each
 */
record ScoringMemory(int tasks, int threads) {
  /** A model's weights, and ONNX Runtime's copy of them. */
  private static final int COPIES = 2;

  /** What a layer reads and gives, twice: a group's sub-networks may hold theirs together. */
  private static final int LARGEST_LAYERS = 4;

  private static final long MEGABYTE = 1_000_000;

  /** That of an executor of a run. */
  static ScoringMemory of(Run run) {
    TaskThreads tasks =
        TaskThreads.ofScoring(run.context(), run.scoringResources().cpus(), Scoring.threads(run));
    return new ScoringMemory(tasks.tasks(), tasks.threads());
  }

  /** What to tell the user before a training if the search after it may lack memory. */
  Optional<String> warning(Settings settings, SuperNetwork network, SparkConf spark) {
    if (ChosenDevice.of(settings).gpu()) {
      return Optional.empty();
    }
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return MemoryCheck.ofScoring(
        spark,
        bytes(network, settings) >> 20,
        machine.getTotalMemorySize() >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  /** That of an executor, in bytes. */
  long bytes(SuperNetwork network, Settings settings) {
    return weights(network, settings) + activations(network, settings.scoring());
  }

  /** Tasks with one thread share their models. */
  private long weights(SuperNetwork network, Settings settings) {
    long all =
        ParameterCount.count(SubNetwork.full(network))
            * Float.BYTES
            * settings.search().plan().samples();
    long group = Math.min(all, settings.scoring().groupMegabytes() * MEGABYTE);
    return COPIES * group * (threads == 1 ? 1 : tasks);
  }

  private long activations(SuperNetwork network, ScoringSettings settings) {
    boolean measured = settings.batchNorm() == ScoringSettings.BatchNorm.RECALIBRATED;
    int images = Math.max(settings.batch(), measured ? SharedModel.MEASURED_BATCH : 0);
    long largest =
        SubNetwork.full(network).layers().stream()
            .map(SubNetwork.SubLayer::output)
            .mapToLong(ScoringMemory::numbers)
            .max()
            .orElse(0);
    return LARGEST_LAYERS * Float.BYTES * largest * images * tasks;
  }

  private static long numbers(Shape output) {
    return (long) output.height() * output.width() * output.channels();
  }
}
