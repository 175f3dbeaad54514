package netadapt.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.PreparedDataset;
import netadapt.run.Provenance;
import netadapt.run.RecordedScores;
import netadapt.run.ReplayedBudget;
import netadapt.run.ReplayedBudget.Found;
import netadapt.run.RunDirectory;
import netadapt.run.RunResults;
import netadapt.run.RunTables;
import netadapt.run.SearchJournal;
import netadapt.run.TrajectoryRow;
import netadapt.run.UnknownScores;
import netadapt.search.Iteration;
import netadapt.search.Journal;
import netadapt.search.Landing;
import netadapt.search.Sample;
import netadapt.search.Search;
import netadapt.search.SearchListener;
import netadapt.search.SearchResult;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;

/** The search of some settings on the scores that a run has recorded, without a Spark session. */
public final class SearchReplay implements AutoCloseable {
  private final Settings settings;
  private final RunDirectory directory;

  /**
   * @param settings whose {@code run.directory} is the run's; their {@code search} may differ
   */
  public SearchReplay(Settings settings) {
    this.settings = settings;
    this.directory =
        new RunDirectory(settings.run().directory(), HadoopSettings.of(settings.spark()));
  }

  /**
   * Searches, and keeps nothing.
   *
   * @return one per budget of the settings, budgets descending
   * @throws BadInput if there is no run that has searched, or the settings are not fit for it
   */
  public List<ReplayedBudget> search(UnknownScores unknown) {
    return search(unknown, (network, scores, metrics) -> Journal.none());
  }

  /**
   * Searches, and keeps samples and trajectory in a directory of its own.
   *
   * @param location of a directory that is empty or not there, outside of the run's
   * @return one per budget of the settings, budgets descending
   * @throws BadInput if there is no run that has searched, the settings are not fit for it, or the
   *     directory is not empty
   */
  public List<ReplayedBudget> search(UnknownScores unknown, String location) {
    try (RunDirectory out = new RunDirectory(location, directory.hadoop())) {
      checkEmpty(out);
      return search(unknown, (network, scores, metrics) -> journal(out, network, scores, metrics));
    }
  }

  /** Opens the journal once there is something to replay. */
  private interface Opening {
    Journal journal(SuperNetwork network, RecordedScores scores, Metrics metrics);
  }

  private List<ReplayedBudget> search(UnknownScores unknown, Opening opening) {
    RunTables run = RunTables.open(directory);
    new KeptConfiguration(directory, settings, Redaction.of(new SparkConf()))
        .check(List.of(Step.TRAIN_SUPERNET));
    SuperNetwork network = network();
    RecordedScores scores = RecordedScores.of(run, network, unknown);
    checkScoring(scores.provenance());
    List<Iteration> done = new ArrayList<>();
    SearchResult result =
        settings.using(
            "search",
            () -> {
              Metrics metrics = Metrics.of(settings, directory.hadoop());
              Search search = SearchStep.search(network, metrics, settings.search());
              return search.run(
                  scores, opening.journal(network, scores, metrics), collecting(done));
            });
    return result.landings().stream()
        .map(
            landing ->
                new ReplayedBudget(
                    landing.budget(),
                    found(landing, network, scores, done),
                    foundByRun(landing.budget(), run, scores)))
        .toList();
  }

  /** The run's network, for the size and the classes of its images. */
  private SuperNetwork network() {
    PreparedDataset dataset = PreparedDataset.open(settings.data().directory(), directory.hadoop());
    Shape input = new Shape(dataset.height(), dataset.width(), dataset.channels());
    return NetworkFile.open(settings.network()).network(input, dataset.classes().size());
  }

  private void checkScoring(Provenance recorded) {
    same("metric", settings.scoring().quality().name(), recorded.scoreMetric());
    same("batch-norm", settings.scoring().batchNorm().word(), recorded.batchNorm());
  }

  private void same(String key, String now, String recorded) {
    if (!now.equals(recorded)) {
      throw settings.mistake(
          "scoring",
          new BrokenRule(key, now, recorded + ", as of the scores that are recorded", recorded));
    }
  }

  private void checkEmpty(RunDirectory out) {
    for (Path at = out.root(); at != null; at = at.getParent()) {
      if (at.equals(directory.root())) {
        throw new BadInput(
            "%s is in the directory of the run that is replayed: choose a directory outside of it"
                .formatted(out.root()));
      }
    }
    if (!out.list(out.root()).isEmpty()) {
      throw new BadInput(
          "%s is not empty: choose a directory that is empty or not there".formatted(out.root()));
    }
  }

  private SearchJournal journal(
      RunDirectory out, SuperNetwork network, RecordedScores scores, Metrics metrics) {
    Provenance replayed =
        scores.provenance().of(out.root().getName(), settings.search().plan().seed());
    return new SearchJournal(
        out,
        network,
        replayed,
        settings.search().plan().strategy(),
        metrics.guide(),
        metrics.further());
  }

  private static SearchListener collecting(List<Iteration> done) {
    return new SearchListener() {
      @Override
      public void iterationDone(Iteration iteration, List<Landing> landings, int iterationsLeft) {
        done.add(iteration);
      }
    };
  }

  private static Found found(
      Landing landing, SuperNetwork network, RecordedScores scores, List<Iteration> done) {
    Set<Architecture> asked = new HashSet<>();
    done.stream()
        .filter(iteration -> iteration.stage().budget() >= landing.budget())
        .flatMap(iteration -> iteration.samples().stream())
        .map(Sample::architecture)
        .forEach(asked::add);
    Architecture architecture = landing.found().sample().architecture();
    return new Found(
        NetworkResult.scored(network, architecture, List.of(), landing.found().score().value()),
        !scores.has(architecture),
        asked.size(),
        (int) asked.stream().filter(scores::has).count());
  }

  /** Budgets of other metrics are not compared. */
  private Optional<Found> foundByRun(double budget, RunTables run, RecordedScores scores) {
    RunResults results = run.results();
    if (!results.metric().equals(Optional.of(settings.search().metric()))) {
      return Optional.empty();
    }
    int last =
        run.trajectory().stream()
            .filter(row -> row.budget() >= budget)
            .mapToInt(TrajectoryRow::iteration)
            .max()
            .orElse(0);
    int asked = scores.askedByRun(last);
    return results.found().stream()
        .filter(found -> found.budget() == budget)
        .map(FoundNetwork::network)
        .map(network -> new Found(network, false, asked, asked))
        .findFirst();
  }

  @Override
  public void close() {
    directory.close();
  }
}
