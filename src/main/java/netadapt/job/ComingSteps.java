package netadapt.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.data.Dataset;
import netadapt.nn.Backend;
import netadapt.plan.TrainingMemory;
import netadapt.settings.Settings;
import netadapt.settings.TrainingSettings;
import org.apache.spark.SparkConf;

/**
 * Finds out before hours of work what would end the trainings, the scoring and the search that
 * follow.
 *
 * @param spark its settings
 * @param scoring what an executor scores at a time
 * @param supernetWorkers of the super-network's training on an executor
 * @param trainWorkers of a found network's training on an executor
 */
record ComingSteps(
    Settings settings,
    SuperNetwork network,
    Metrics metrics,
    SparkConf spark,
    ScoringMemory scoring,
    int supernetWorkers,
    int trainWorkers) {

  /**
   * Looks at everything after the images are prepared; before, at all that does not depend on them.
   * Changes nothing. What need not go wrong is a warning.
   *
   * @throws netadapt.BadInput if networks cannot be scored, or searched, as the settings say
   */
  static void check(Run run) {
    ChosenDevice.of(run);
    run.scoringResources();
    if (!run.prepared()) {
      of(run, PlannedNetwork.of(run.settings(), run.directory().hadoop())).tell(run);
      return;
    }
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    Scoring.check(run, network);
    if (run.settings().scoring().fineTunes()) {
      FineTuning.check(run, dataset, network);
    }
    ChosenTeacher.check(run);
    of(run, network).tell(run);
  }

  private static ComingSteps of(Run run, SuperNetwork network) {
    return new ComingSteps(
        run.settings(),
        network,
        run.metrics(),
        run.context().getConf(),
        ScoringMemory.of(run),
        workers(run, run.settings().supernet()),
        workers(run, run.settings().train()));
  }

  private static int workers(Run run, TrainingSettings training) {
    int workers = training.workers() == 0 ? run.slots() : training.workers();
    return TaskThreads.ofTraining(run.context(), workers).tasks();
  }

  private void tell(Run run) {
    findings().forEach(finding -> run.warn(finding.get()));
  }

  /**
   * What is looked at: each is a warning, empty if all is well, or throws {@link
   * netadapt.BadInput}.
   */
  List<Supplier<Optional<String>>> findings() {
    return List.of(
        () ->
            settings.using(
                "search", () -> SearchStep.rehearse(network, metrics, settings.search())),
        () -> scoring.warning(settings, network, spark),
        this::trainingMemory);
  }

  private Optional<String> trainingMemory() {
    if (Backend.hasCuda()) {
      return Optional.empty(); // it is a GPU's memory that is needed
    }
    SubNetwork full = SubNetwork.full(network); // found networks need less
    long supernet = supernetWorkers * TrainingMemory.bytes(full, settings.supernet().plan());
    long train = trainWorkers * TrainingMemory.bytes(full, settings.train().plan());
    boolean supernetLarger = supernet >= train;
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return MemoryCheck.ofTraining(
        spark,
        supernetLarger ? "train-supernet" : "train",
        supernetLarger ? "supernet.batch" : "train.batch",
        Math.max(supernet, train) >> 20,
        machine.getTotalMemorySize() >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
  }
}
