package netadapt.plan;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import netadapt.measure.InferenceSpeed;
import netadapt.measure.Processor;
import netadapt.score.ScoringDevice;
import netadapt.train.TrainingPlan;
import netadapt.train.TrainingSpeed;

/** Measures, within seconds, how fast this machine trains and scores the network of a run. */
public final class MachineSpeed {
  /** More are hardly faster. */
  private static final int MOST_IMAGES = 8;

  /** Of the memory that Java's heap cannot take. */
  private static final double SHARE_OF_MEMORY = 0.5;

  private static final String MEASURED = "measured here now";

  private MachineSpeed() {}

  /**
   * One core's speed and that of all of them.
   *
   * @throws netadapt.BadInput if this process cannot train
   */
  public static List<DeviceSpeed> measure(Setup setup) {
    int cores = Runtime.getRuntime().availableProcessors();
    String processor = Processor.name();
    DeviceSpeed one = measure(setup, 1, "one core (%s)".formatted(processor));
    return cores == 1
        ? List.of(one)
        : List.of(one, measure(setup, cores, "this machine, %d cores".formatted(cores)));
  }

  private static DeviceSpeed measure(Setup setup, int cores, String name) {
    TrainingPlan plan = setup.settings().supernet().plan();
    int batch = setup.settings().scoring().batch();
    TrainingSpeed training = new TrainingSpeed(setup.full(), plan, images(setup, cores));
    InferenceSpeed scoring =
        new InferenceSpeed(
            setup.full(), batch == 0 ? ScoringDevice.onProcessor(setup.network()) : batch);
    return new DeviceSpeed(
        name,
        true,
        cores,
        setup.macs() * training.imagesPerSecond(cores),
        setup.macs() * scoring.imagesPerSecond(cores),
        MEASURED);
  }

  /** Images of a step, of which each core's fit into memory. */
  private static int images(Setup setup, int cores) {
    TrainingPlan plan = setup.settings().supernet().plan();
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long free = machine.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
    double perImage = (double) TrainingMemory.bytes(setup.full(), plan) / plan.imagesPerPass();
    double fitting = SHARE_OF_MEMORY * free / cores / perImage;
    int most = Math.min(MOST_IMAGES, plan.pace().batch());
    int images = (int) Math.max(1, Math.min(most, fitting));
    int together = Math.max(plan.draws().imagesPerDraw(), plan.draws().kernelSegments());
    return Math.max(together, images / together * together);
  }
}
