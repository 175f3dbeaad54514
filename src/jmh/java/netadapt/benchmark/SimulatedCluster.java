package netadapt.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.cost.MacCount;
import netadapt.job.Scoring;
import netadapt.run.Provenance;
import netadapt.run.RunDirectory;
import netadapt.run.SearchJournal;
import netadapt.score.Outcome;
import netadapt.score.SimulatedScoring;
import netadapt.score.TaskGrid;
import netadapt.search.Budgets;
import netadapt.search.Iteration;
import netadapt.search.Journal;
import netadapt.search.Landing;
import netadapt.search.ReductionSchedule;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.search.Search;
import netadapt.search.SearchListener;
import netadapt.search.SearchPlan;
import netadapt.search.Strategy;
import netadapt.settings.NetworkFile;
import netadapt.task.TopK;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What does the driver bear, and how busy are many executors? A search of {@code
 * mobilenet-v3-latency} as the paper does it, J = 200, on 10,000 images, with Spark and its driver
 * for real, but tasks that sleep.
 *
 * <pre>submit/benchmark.sh scaling</pre>
 *
 * <p>Spark's executors are processes with several slots each: 256 processes need more memory than
 * most machines have.
 */
public final class SimulatedCluster {
  private static final int SAMPLES = 200;
  private static final int LAYERS = 10;
  private static final int IMAGES = 10_000;
  private static final double REDUCTION = 0.03;

  /** The initial network's iteration, and one in which executors load classes and images. */
  private static final int NOT_COUNTED = 1;

  private SimulatedCluster() {}

  /**
   * @param arguments executors; slots of each; iterations after the first; seconds that a core
   *     takes for an image; seconds to load a sub-network; bytes that the weights of a group may
   *     take
   */
  public static void main(String[] arguments) throws IOException {
    int executors = Integer.parseInt(arguments[0]);
    int cores = Integer.parseInt(arguments[1]);
    int iterations = Integer.parseInt(arguments[2]);
    SimulatedScoring.Speed speed =
        new SimulatedScoring.Speed(
            Double.parseDouble(arguments[3]), Double.parseDouble(arguments[4]), 0.7);
    long groupBytes = Long.parseLong(arguments[5]);
    SparkConf configuration =
        new SparkConf()
            .setMaster("local-cluster[%d,%d,512]".formatted(executors, cores))
            .setAppName("simulated cluster")
            .set("spark.ui.enabled", "false")
            .set("spark.executor.memory", "512m")
            .set("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
            .set("spark.scheduler.minRegisteredResourcesRatio", "1")
            .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "1800s")
            .set("spark.executor.extraClassPath", classPath());
    SuperNetwork network = NetworkFile.open("mobilenet-v3-latency").network();
    Weights weights = RandomModel.weights(network);
    TaskGrid.Slots slots = new TaskGrid.Slots(executors * cores, executors);
    try (JavaSparkContext spark = new JavaSparkContext(configuration);
        SimulatedScoring scoring =
            new SimulatedScoring(
                spark, network, weights, slots, IMAGES, SAMPLES, groupBytes, speed)) {
      Child.say("shards", scoring.grid().shards());
      Child.say("copies", scoring.grid().copies());
      search(network, scoring, iterations, slots.count());
    }
  }

  /** Executors run elsewhere. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void search(
      SuperNetwork network, SimulatedScoring scoring, int iterations, int slots)
      throws IOException {
    MacCount macs = new MacCount();
    RunDirectory directory =
        new RunDirectory(Files.createTempDirectory("scaling").toString(), new Configuration());
    directory.create();
    Provenance provenance =
        new Provenance(
            "scaling", "none", "none", 1, "top-1", "running", 0, 0, OptionalDouble.empty());
    Journal journal =
        new SearchJournal(directory, network, provenance, Strategy.DESCENT, macs, List.of());
    SearchPlan plan =
        SearchPlan.descent(SAMPLES, LAYERS, new ReductionSchedule(REDUCTION, 1), RandomModel.SEED);
    Budgets budgets =
        Budgets.of(List.of(1 - REDUCTION * (NOT_COUNTED + iterations)), network, macs);
    Iterations told = new Iterations(scoring, slots);
    new Search(network, macs, budgets, plan).run(told::score, journal, told);
  }

  /** Says what every iteration took, but the first ones, in which executors load classes. */
  private static final class Iterations implements SearchListener {
    private final SimulatedScoring scoring;
    private final int slots;
    private long ended = System.nanoTime();
    private double driverBefore = driverCpu();
    private double executorsBefore = executorsCpu();
    private double jobSeconds;
    private double busySeconds;
    private double secondsAlone;

    Iterations(SimulatedScoring scoring, int slots) {
      this.scoring = scoring;
      this.slots = slots;
    }

    List<Score> score(int iteration, List<Sample> samples) {
      List<Architecture> architectures = samples.stream().map(Sample::architecture).toList();
      Map<Architecture, Double> shares = scoring.shares(architectures);
      secondsAlone = scoring.secondsAlone(shares);
      long began = System.nanoTime();
      List<Outcome> outcomes = scoring.score(architectures, shares);
      List<Double> errors = Outcome.errors(outcomes);
      jobSeconds = (System.nanoTime() - began) / 1e9;
      busySeconds = outcomes.stream().mapToDouble(one -> one.tally().seconds()).sum();
      List<Score> scores = new ArrayList<>();
      for (int i = 0; i < samples.size(); i++) {
        scores.add(
            Scoring.scored(
                new TopK(1), samples.get(i), outcomes.get(i).tally(), errors.get(i), IMAGES));
      }
      return scores;
    }

    @Override
    public void iterationDone(Iteration iteration, List<Landing> landings, int iterationsLeft) {
      double seconds = (System.nanoTime() - ended) / 1e9;
      if (iteration.index() > NOT_COUNTED) {
        String name = "iteration.%d.".formatted(iteration.index());
        Child.say(name + "seconds", seconds);
        Child.say(name + "job", jobSeconds);
        Child.say(name + "busy", busySeconds / slots / jobSeconds);
        Child.say(name + "efficiency", secondsAlone / slots / seconds);
        Child.say(name + "driver_cpu", driverCpu() - driverBefore);
        Child.say(name + "executors_cpu", executorsCpu() - executorsBefore);
      }
      ended = System.nanoTime();
      driverBefore = driverCpu();
      executorsBefore = executorsCpu();
    }

    /** With Spark's workers, which start executors, and what is reckoned here. */
    private static double driverCpu() {
      return cpuSeconds(Stream.of(ProcessHandle.current()));
    }

    /** Whose tasks sleep: what is left is what Spark and we do for a task. */
    private static double executorsCpu() {
      return cpuSeconds(ProcessHandle.current().descendants());
    }

    private static double cpuSeconds(Stream<ProcessHandle> processes) {
      return processes
          .flatMap(process -> process.info().totalCpuDuration().stream())
          .mapToDouble(cpu -> cpu.toNanos() / 1e9)
          .sum();
    }
  }
}
