package netadapt.job;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.nn.Backend;
import netadapt.plan.DeviceSpeed;
import netadapt.plan.Goal;
import netadapt.plan.ImageCounts;
import netadapt.plan.MachineSpeed;
import netadapt.plan.PlannedTraining;
import netadapt.plan.Planner;
import netadapt.plan.RunPlan;
import netadapt.plan.Setup;
import netadapt.plan.Workload;
import netadapt.run.PreparedDataset;
import netadapt.score.TaskGrid;
import netadapt.search.Forecast;
import netadapt.settings.ScoringSettings;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/** Plans a run by its settings, without a Spark session. */
public final class Planning {
  private final Settings settings;
  private final boolean measuring;
  private final Configuration hadoop;
  private final SparkConf spark = new SparkConf();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final Set<String> problems = new LinkedHashSet<>();

  private Planning(Settings settings, boolean measuring) {
    this.settings = settings;
    this.measuring = measuring;
    this.hadoop = HadoopSettings.of(settings.spark());
    settings.spark().forEach(spark::set);
  }

  /**
   * Plans a run; writes nothing.
   *
   * @param measuring whether to measure for some seconds how fast this machine is; a program that
   *     was built for training on GPUs does not
   * @throws BadInput if the network or a table of costs cannot be read
   */
  public static RunPlan of(Settings settings, boolean measuring) {
    return new Planning(settings, measuring).plan();
  }

  private RunPlan plan() {
    Optional<PreparedDataset> prepared = PreparedDataset.find(settings.data().directory(), hadoop);
    Optional<ImageCounts> images = prepared.map(PlannedImages::of).or(this::counted);
    SuperNetwork network =
        prepared
            .map(dataset -> PlannedNetwork.of(settings, dataset))
            .orElseGet(() -> PlannedNetwork.of(settings, images));
    Metrics metrics = settings.using("search", () -> Metrics.of(settings, hadoop));
    metrics.check(network);
    Optional<Forecast> forecast = forecast(network, metrics);
    List<Goal> goals = new PlannedGoals(settings, network, metrics).of(forecast);
    goals.forEach(goal -> goal.problem().ifPresent(problems::add));
    Setup setup = setup(network, metrics, images);
    check(setup, metrics, images, forecast.isPresent());
    Optional<Workload> workload =
        images.isPresent() && forecast.isPresent()
            ? workload(new Planner(setup, images.get()), setup, metrics, forecast.get())
            : Optional.empty();
    return RunPlan.of(setup, goals, images, workload, List.copyOf(warnings), List.copyOf(problems));
  }

  /** Those of the source; if it is not there, that is a warning. */
  private Optional<ImageCounts> counted() {
    try {
      return Optional.of(PlannedImages.count(settings.data(), hadoop));
    } catch (BrokenRule mistake) {
      problems.add(settings.mistake("data", mistake).getMessage());
    } catch (BadInput unusable) {
      if (PlannedImages.areThere(settings.data(), hadoop)) {
        problems.add(unusable.getMessage());
      } else {
        warnings.add(
            "without images, nothing that depends on them is known: " + unusable.getMessage());
      }
    }
    return Optional.empty();
  }

  /** The iterations of the search; empty if it cannot be done. */
  private Optional<Forecast> forecast(SuperNetwork network, Metrics metrics) {
    return tried(
        "search",
        () -> {
          SearchStep.search(network, metrics, settings.search());
          double initial = metrics.guide().of(SubNetwork.full(network));
          return Forecast.of(initial, metrics.budgets(network), settings.search().plan());
        });
  }

  private Setup setup(SuperNetwork network, Metrics metrics, Optional<ImageCounts> images) {
    Cluster cluster = Cluster.of(spark);
    TaskGrid grid =
        ScoringGrid.grid(
            settings.scoring(),
            new TaskGrid.Slots(cluster.executors() * scoringTasks(cluster), cluster.executors()),
            images.map(ImageCounts::heldOut).orElse(0),
            ScoringGrid.batch(settings.scoring(), network),
            ScoringGrid.subNetworks(settings, network, settings.search().plan().samples()));
    return new Setup(
        settings,
        network,
        metrics.all(),
        metrics.guide(),
        cluster.executors(),
        cluster.tasks(),
        grid.copies(),
        scoring(cluster).bytes(network, settings));
  }

  /** Tasks of scoring that an executor runs at a time; what is refused, is told elsewhere. */
  private int scoringTasks(Cluster cluster) {
    ScoringSettings scoring = settings.scoring();
    int gpus = spark.getInt("spark.executor.resource.gpu.amount", 0);
    return new ScoringResources(scoringCpus(cluster), scoring.taskGpus(), true)
        .atOnce(cluster.cores(), gpus);
  }

  private int scoringCpus(Cluster cluster) {
    int cpus = settings.scoring().taskCpus();
    return cpus == 0 ? cluster.taskCores() : cpus;
  }

  private ScoringMemory scoring(Cluster cluster) {
    int threads = settings.scoring().threads();
    return new ScoringMemory(scoringTasks(cluster), threads == 0 ? scoringCpus(cluster) : threads);
  }

  /** Looks at what a run looks at before it begins. */
  private void check(
      Setup setup, Metrics metrics, Optional<ImageCounts> images, boolean searchable) {
    tried("scoring", () -> ChosenDevice.of(settings));
    tried("scoring", () -> ScoringResources.of(settings, spark));
    tried("train", () -> PlannedTeacher.checked(settings.train().teacher(), hadoop));
    tried("supernet", () -> StartingWeights.check(settings, setup.network(), hadoop))
        .ifPresent(warnings::addAll);
    if (images.isPresent()) {
      tried(
          "scoring",
          () -> {
            Scoring.check(settings, setup.network());
            return true;
          });
      if (settings.scoring().fineTunes()) {
        tried("train", () -> fineTuned(setup, images.get()));
      }
    }
    if (searchable) {
      Cluster cluster = Cluster.of(spark);
      new ComingSteps(
              settings,
              setup.network(),
              metrics,
              spark,
              scoring(cluster),
              cluster.workers(settings.supernet().workers()),
              cluster.workers(settings.train().workers()))
          .findings()
          .forEach(
              finding -> tried("search", finding).flatMap(found -> found).ifPresent(warnings::add));
    }
    warnings.addAll(MemoryCheck.of(spark));
  }

  /** Finds out whether samples can be fine-tuned; the steps of all epochs. */
  private long fineTuned(Setup setup, ImageCounts images) {
    return FineTuning.check(
        settings.train().plan(), images.train(), images.heldOut(), setup.imageBytes());
  }

  private Optional<Workload> workload(
      Planner planner, Setup setup, Metrics metrics, Forecast forecast) {
    Optional<PlannedTraining> supernet = tried("supernet", planner::supernet);
    Optional<List<PlannedTraining>> trainings =
        tried(
            "train",
            () ->
                planner.trainings(
                    metrics.budgets(setup.network(), settings.train().networks().budgets()),
                    forecast));
    if (supernet.isEmpty() || trainings.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(planner.workload(supernet.get(), forecast, trainings.get(), speeds(setup)));
  }

  private List<DeviceSpeed> speeds(Setup setup) {
    List<DeviceSpeed> speeds = new ArrayList<>();
    if (measuring && !Backend.hasCuda()) {
      speeds.addAll(measured(() -> MachineSpeed.measure(setup), warnings::add));
    }
    speeds.addAll(DeviceSpeed.gpus());
    return speeds;
  }

  /**
   * What is measured; nothing if it cannot be.
   *
   * @param warning told why
   */
  static List<DeviceSpeed> measured(
      Supplier<List<DeviceSpeed>> measuring, Consumer<String> warning) {
    try {
      return measuring.get();
    } catch (RuntimeException | LinkageError | OutOfMemoryError failure) {
      warning.accept("hours are of GPUs only, this machine's are not known: " + reason(failure));
      return List.of();
    }
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** What comes out; empty, and a problem noted, if it cannot be. */
  private <T> Optional<T> tried(String section, Supplier<T> work) {
    try {
      return Optional.of(settings.using(section, work));
    } catch (BadInput mistake) {
      problems.add(mistake.getMessage());
      return Optional.empty();
    }
  }
}
