package netadapt;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.job.KeptBackground;
import netadapt.job.PiecesOfWork;
import netadapt.job.Planning;
import netadapt.job.Run;
import netadapt.job.RunDatasets;
import netadapt.job.Scoring;
import netadapt.job.SearchStep;
import netadapt.job.Session;
import netadapt.job.Steps;
import netadapt.plan.RunPlan;
import netadapt.rank.RankCheck;
import netadapt.rank.RankPlan;
import netadapt.report.Report;
import netadapt.run.ArchitectureFile;
import netadapt.run.RunDirectory;
import netadapt.run.RunTables;
import netadapt.run.ScoreTable;
import netadapt.run.TrainedNetwork;
import netadapt.search.RandomSubNetworks;
import netadapt.search.Search;
import netadapt.settings.Settings;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A run: finds a small network for a budget, step by step, and keeps everything in a directory.
 * This is what programs and notebooks call, and what the command line calls for its users.
 *
 * <p>A run can be stopped at any time, killed even; done again with the same settings, it continues
 * from what its directory holds. One process at a time may do steps of a run, which another one
 * that tries is told; any number may read it.
 *
 * <pre>{@code
 * Settings settings =
 *     Settings.of(
 *         "network = mnist, supernet.epochs = 1, search { budgets = [0.75], samples = 6 }",
 *         Map.of("run.directory", directory));
 * try (NetAdapt run = NetAdapt.open(settings, spark, RunListener.NONE)) {
 *   run.perform(Step.PREPARE, Step.TRAIN_SUPERNET, Step.SEARCH);
 *   run.trajectory().select("iteration", "macs", "score").show();
 * }
 * }</pre>
 */
public final class NetAdapt implements AutoCloseable {
  private final Session session;
  private final Run run;
  private final RunDirectory directory;
  private final PiecesOfWork work;
  private final LatestLine told;
  private Optional<BackgroundWork> background = Optional.empty();
  private boolean closed;

  private NetAdapt(Settings settings, Session session, LatestLine told) {
    this.session = session;
    this.run = Run.open(settings, session.spark(), told::warned);
    this.directory = run.directory();
    this.work = new PiecesOfWork(run, told);
    this.told = told;
  }

  /**
   * Opens a run in a Spark session that somebody else has started and will stop. Its settings stay
   * as they are; what it lacks is told by name, before any work: a run needs Java's serializer, and
   * memory outside of Java's heap.
   *
   * @param settings of the run
   * @param spark the session
   * @param listener told how the run goes on
   * @throws BadInput if the session will not do, or no search can meet the settings' budgets
   */
  public static NetAdapt open(Settings settings, SparkSession spark, RunListener listener) {
    Steps.check(settings);
    LatestLine told = new LatestLine(listener);
    return new NetAdapt(settings, Session.given(spark, settings, told::warned), told);
  }

  /**
   * Opens a run in this process's Spark session, if there is one, as {@link #open(Settings,
   * SparkSession, RunListener)} does; else in one of its own, with the settings' {@code spark},
   * that ends when the run is closed.
   *
   * @param settings of the run
   * @param listener told how the run goes on
   * @throws BadInput if the session will not do, or no search can meet the settings' budgets
   */
  public static NetAdapt open(Settings settings, RunListener listener) {
    Steps.check(settings);
    LatestLine told = new LatestLine(listener);
    Session session = Session.open(settings, told::warned, told::waiting);
    try {
      return new NetAdapt(settings, session, told);
    } catch (RuntimeException e) {
      session.close(); // such as for a run directory on an unknown file system
      throw e;
    }
  }

  /**
   * Plans a run before it begins: what its network costs, whether its budgets can be met, how many
   * iterations and steps there are, what is sent, kept and written, and how long it takes by what
   * GPUs are said to do. Needs no Spark session and writes nothing.
   *
   * @throws BadInput if the network or a table of costs cannot be read
   */
  public static RunPlan plan(Settings settings) {
    return Planning.of(settings, /* measuring= */ false);
  }

  /**
   * The same, and how long it takes on this machine, which is measured for some seconds by training
   * and scoring the network on noise.
   *
   * @throws BadInput if the network or a table of costs cannot be read
   */
  public static RunPlan planMeasured(Settings settings) {
    return Planning.of(settings, /* measuring= */ true);
  }

  /**
   * Does all steps, from images to a report.
   *
   * @throws BadInput if the user has to change something first, or another process works in the
   *     directory
   * @throws Stopped if the run was cancelled
   * @throws OutOfSpace if a disk is full
   */
  public void run() {
    perform(Step.values());
  }

  /**
   * Does steps, in the order given. What is done is skipped, and what was begun continued.
   *
   * @throws BadInput if a step before them is missing, they were begun with other settings, or
   *     another process works in the directory
   * @throws Stopped if the run was cancelled
   * @throws OutOfSpace if a disk is full
   */
  public void perform(Step... given) {
    try (Steps steps = work.begin()) {
      steps.perform(given);
    }
  }

  /**
   * Begins steps, as {@link #perform} does them, and returns while they go on. A run does one thing
   * at a time in the background.
   *
   * @return whose {@link BackgroundWork#join} throws what {@link #perform} would
   * @throws BadInput if the run's last work in the background goes on, or the run is closed
   */
  public BackgroundWork begin(Step... given) {
    Step[] copy = given.clone();
    return begin(steps -> steps.perform(copy));
  }

  /**
   * Begins steps, as {@link #begin(Step...)} does; for Python, which has lists and no arrays.
   *
   * @throws BadInput if the run's last work in the background goes on, or the run is closed
   */
  public BackgroundWork begin(List<Step> given) {
    return begin(given.toArray(new Step[0]));
  }

  /**
   * Draws different random sub-networks that have a share of the initial network's MACs, all nearly
   * equally likely.
   *
   * @param count how many, at least 1
   * @param from the least share
   * @param to the largest share, at least {@code from}
   * @param seed decides which they are
   * @return canonical; fewer where many draws find no further one
   * @throws BadInput if the images are not prepared, or no sub-network has such a share
   */
  public List<Architecture> randomNetworks(int count, double from, double to, long seed) {
    SuperNetwork network = network();
    MacCount macs = new MacCount();
    double initial = macs.of(SubNetwork.full(network));
    return new RandomSubNetworks(network, macs, seed).draw(count, from * initial, to * initial);
  }

  /**
   * Scores sub-networks as the search does, in one Spark job, and keeps a row for each in {@code
   * scores} of the run's directory, in a table that is called by the next number: {@code 0001},
   * {@code 0002}. The listener's {@link RunListener#working} is told how far it is.
   *
   * @param networks at least one
   * @return a row per sub-network, in the same order; its architecture is canonical
   * @throws BadInput if the super-network is not trained, there are no sub-networks, or another
   *     process works in the directory
   * @throws IllegalArgumentException if one is of another network
   * @throws Stopped if the run was cancelled
   * @throws OutOfSpace if a disk is full
   */
  public ScoreTable score(List<Architecture> networks) {
    return score(networks, ScoreTable.nextName(directory));
  }

  /**
   * Scores sub-networks, and keeps them in a table with a name.
   *
   * @param networks at least one
   * @param name of letters, digits, dots, hyphens and underscores, which no table has yet
   * @return a row per sub-network, in the same order; its architecture is canonical
   * @throws BadInput if the super-network is not trained, there are no sub-networks, the name is
   *     taken, or another process works in the directory
   * @throws IllegalArgumentException if one is of another network
   * @throws Stopped if the run was cancelled
   * @throws OutOfSpace if a disk is full
   */
  public ScoreTable score(List<Architecture> networks, String name) {
    try (Steps steps = work.begin()) {
      return steps.score(networks, name);
    }
  }

  /**
   * Reads an architecture of the run's network from a file, such as a run's {@code
   * found/architecture.json}.
   *
   * @param file a local path, or a URI of any file system that Spark knows
   * @throws BadInput if the images are not prepared, there is no such file, or it holds no
   *     architecture of this network
   */
  public Architecture architecture(String file) {
    return ArchitectureFile.read(network(), file, "architecture", directory.hadoop());
  }

  /**
   * The architecture of a sample of the search, such as one that the report or a query has pointed
   * out.
   *
   * @param iteration from 0
   * @param sample its number in the iteration, from 0
   * @throws BadInput if the images are not prepared, or the search has no such sample
   */
  public Architecture sample(int iteration, int sample) {
    SuperNetwork network = network();
    String where = "sample %d/%d of %s".formatted(iteration, sample, directory.samples());
    return tables().samples(iteration).stream()
        .filter(row -> row.sample() == sample)
        .findFirst()
        .map(row -> row.architecture().in(network, where))
        .orElseThrow(() -> new BadInput("there is no " + where));
  }

  /**
   * Trains an architecture on the run's images with the settings {@code train}, and tests it, in a
   * folder of its own: {@code trained/ID-seed-N} in the run's directory. What is done is skipped,
   * and what was begun continued. The listener is told of it as of {@link Step#TRAIN}.
   *
   * <p>The weights to start from are those of the run's super-network or, with {@code
   * train.initial-weights = random}, random ones, for which no super-network is needed.
   *
   * @param seed of everything random in the training; with that of the run, the network that was
   *     found gets the weights that {@link Step#TRAIN} gives it
   * @throws BadInput if the images are not prepared, a super-network is needed and missing, the
   *     training was begun with other settings, or another process works in the directory
   * @throws IllegalArgumentException if the architecture is not one of the run's network
   * @throws Stopped if the run was cancelled
   * @throws OutOfSpace if a disk is full
   */
  public TrainedNetwork train(Architecture architecture, long seed) {
    try (Steps steps = work.begin()) {
      return steps.train(architecture, seed);
    }
  }

  /**
   * Begins a training, as {@link #train} does it, and returns while it goes on. Once it is over,
   * {@link #train} with the same architecture and seed returns its result at once.
   *
   * @return whose {@link BackgroundWork#join} throws what {@link #train} would
   * @throws BadInput if the run's last work in the background goes on, or the run is closed
   */
  public BackgroundWork beginTraining(Architecture architecture, long seed) {
    return begin(steps -> steps.train(architecture, seed));
  }

  private synchronized BackgroundWork begin(Consumer<Steps> task) {
    if (closed) {
      throw new BadInput("the run in %s is closed: open it again".formatted(directory.root()));
    }
    if (background.filter(BackgroundWork::running).isPresent()) {
      throw new BadInput(
          "%s is at work in the background (%s): join() or cancel() that first"
              .formatted(directory.root(), background.get().progress()));
    }
    Steps steps = work.begin();
    BackgroundWork begun =
        BackgroundWork.begin(
            () -> {
              try (steps) {
                task.accept(steps);
              }
            },
            told,
            steps::cancel);
    background = Optional.of(begun);
    return begun;
  }

  /**
   * Checks how well the shared weights rank sub-networks: trains random ones one by one, each in a
   * task of its own and with the settings {@code train}, as often as the plan says, and compares
   * what they come to with their scores. Trainings are kept in {@code rank-check} of the run's
   * directory, and done again, or with more networks or trainings, the check does only those that
   * are missing. The listener's {@link RunListener#working} is told how far it is.
   *
   * <p>Every executor holds all training images as bytes: at most 1 GB.
   *
   * @throws BadInput if the super-network is not trained, the images are too many, the check was
   *     begun with other settings, or another process works in the directory
   * @throws Stopped if the run was cancelled
   * @throws OutOfSpace if a disk is full
   */
  public RankCheck rankCheck(RankPlan plan) {
    try (Steps steps = work.begin()) {
      return steps.rankCheck(plan);
    }
  }

  /** Whether a step's results are all there; of a search, those for all budgets of the settings. */
  public boolean done(Step step) {
    return Steps.done(run, step);
  }

  /**
   * Ends what another thread is doing with this run, or is about to do: it throws {@link Stopped}.
   * What is committed stays.
   */
  public void cancel() {
    work.cancel();
  }

  /** Warnings so far, oldest first, for those who do not listen. */
  public List<String> warnings() {
    return told.warnings();
  }

  /**
   * How many iterations of the search are committed; while it is 0, there are neither {@link
   * #samples} nor a {@link #trajectory}.
   */
  public int iterations() {
    return directory.iterations().size();
  }

  /** Where the run keeps everything, as a full URI. */
  public Path directory() {
    return directory.root();
  }

  /**
   * What the run has come to so far, as typed rows; the same without a Spark session is {@link
   * RunTables#open}.
   *
   * @throws BadInput if no step was done yet
   */
  public RunTables tables() {
    return RunTables.open(directory);
  }

  /**
   * The page with the run's pictures and tables, as far as the run is: HTML that needs nothing
   * beside itself, to be shown in a notebook. Step {@link Step#REPORT} writes it into the run's
   * directory.
   *
   * @throws BadInput if no step was done yet
   */
  public String page() {
    return Report.page(directory, KeptBackground.read(directory));
  }

  /**
   * The sub-networks that were scored, a row for each, of all iterations that are committed, in
   * order.
   *
   * @throws BadInput if the search has not begun
   */
  public Dataset<Row> samples() {
    return new RunDatasets(directory, session.spark()).samples();
  }

  /**
   * The winners, a row for each iteration that is committed, in order.
   *
   * @throws BadInput if the search has not begun
   */
  public Dataset<Row> trajectory() {
    return new RunDatasets(directory, session.spark()).trajectory();
  }

  /**
   * The best networks of the whole search, a row for each cost at which there is a better one than
   * at all lower costs; costs descending.
   *
   * @throws BadInput if the search is not over
   */
  public Dataset<Row> front() {
    return new RunDatasets(directory, session.spark()).front();
  }

  /**
   * How weights were trained, as far as they are, a row for each round; in the super-network's log,
   * the round that ends an epoch has {@code full_accuracy}, {@code half_accuracy} and {@code
   * quarter_accuracy}, of the full network and of those with half and a quarter of all filters. Of
   * the networks that {@link Step#TRAIN} trains, it is that of the one found for the smallest
   * budget.
   *
   * @param step {@link Step#TRAIN_SUPERNET} or {@link Step#TRAIN}
   * @throws BadInput if that has left no log yet
   * @throws IllegalArgumentException if the step is no training
   */
  public Dataset<Row> trainingLog(Step step) {
    return new RunDatasets(directory, session.spark()).trainingLog(step);
  }

  /**
   * The networks: the initial one, then for each budget the one found and, once it is trained, the
   * uniformly scaled one, with their costs and accuracies; no rows before a search is over.
   */
  public Dataset<Row> results() {
    return new RunDatasets(directory, session.spark()).results();
  }

  /**
   * The network that is searched, for the size and the classes of the images.
   *
   * @throws BadInput if the images are not prepared
   */
  public SuperNetwork network() {
    return run.network(run.dataset());
  }

  /**
   * The search of the settings, for programs that score or record in a way of their own; {@link
   * Step#SEARCH} is this with {@link #scoring()} and the run's tables.
   *
   * @throws BadInput if the images are not prepared
   */
  public Search search() {
    return run.settings().using("search", () -> SearchStep.search(run, network()));
  }

  /**
   * Scores sub-networks as the search does: on the held-out images, with the super-network's
   * weights.
   *
   * @return to be closed, which frees the executors
   * @throws BadInput if the super-network is not trained
   */
  public Scoring scoring() {
    if (!done(Step.TRAIN_SUPERNET)) {
      throw RunDatasets.missing(directory, "trained super-network", Step.TRAIN_SUPERNET);
    }
    return Scoring.ofSamples(run, run.dataset(), network(), run.supernet().weights());
  }

  /**
   * Cancels what goes on in the background and waits for its end, ends what tracks the run, and
   * stops Spark if the run has started it. Nothing can be begun any more. Closed again, nothing
   * happens.
   *
   * <p>A listener that calls this in the background does not wait: the work ends once it returns.
   */
  @Override
  public void close() {
    if (!closeForWork()) {
      return;
    }
    try (session;
        directory) {
      try {
        background.ifPresent(BackgroundWork::stop);
      } finally {
        run.closeTracking();
      }
    }
  }

  /** Lets nothing begin any more; whether something could until now. */
  private synchronized boolean closeForWork() {
    boolean open = !closed;
    closed = true;
    return open;
  }
}
