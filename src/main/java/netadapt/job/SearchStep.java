package netadapt.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import netadapt.BadInput;
import netadapt.Step;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.cost.Resource;
import netadapt.data.Dataset;
import netadapt.data.Split;
import netadapt.report.Numbers;
import netadapt.run.FoundArchitectures;
import netadapt.run.FoundNetwork;
import netadapt.run.Provenance;
import netadapt.run.RunResults;
import netadapt.run.SearchJournal;
import netadapt.search.Iteration;
import netadapt.search.Rehearsal;
import netadapt.search.Score;
import netadapt.search.Scored;
import netadapt.search.Search;
import netadapt.search.SearchResult;
import netadapt.settings.SearchSettings;
import netadapt.task.ScoreUnit;
import netadapt.train.ModelFolder;

/** Shrinks the network until it meets every budget. */
public final class SearchStep implements RunStep {
  @Override
  public Step step() {
    return Step.SEARCH;
  }

  @Override
  public boolean done(Run run) {
    List<Double> found =
        RunResults.read(run.directory()).found().stream().map(FoundNetwork::budget).toList();
    return !found.isEmpty()
        && run.directory().exists(run.directory().front())
        && new FoundArchitectures(run.directory()).exist()
        && found.containsAll(run.metrics().budgets(run.network(run.dataset())).values());
  }

  /** What settings alone do not say: whether images and weights are those of the scores so far. */
  @Override
  public void check(Run run) {
    if (run.directory().iterations().isEmpty() || !run.prepared() || !run.supernet().complete()) {
      return;
    }
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    Resource metric = run.metrics().guide();
    journal(run, dataset, network, run.supernet().weights(), metric).check();
  }

  @Override
  public String execute(Run run, Progress progress) {
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    Resource metric = run.metrics().guide();
    Search search = search(run, network);
    if (!run.supernet().complete()) {
      throw new BadInput(
          "no trained super-network in %s: run train-supernet first"
              .formatted(run.directory().supernet()));
    }
    run.warn(
        TaskThreads.ofScoring(run.context(), run.scoringResources().cpus(), Scoring.threads(run)));
    run.warn(ChosenDevice.warning(run));
    Weights weights = run.supernet().weights();
    SearchJournal journal = journal(run, dataset, network, weights, metric);
    SearchProgress listener =
        new SearchProgress(
            progress,
            metric,
            Scoring.unit(run),
            iteration -> SearchMetrics.record(run.tracking(), journal.trajectoryRow(iteration)));
    SearchResult result;
    try (SampleScoring scoring = SampleScoring.of(run, dataset, network, weights)) {
      result =
          search.run(
              (iteration, samples) ->
                  scoring.score(listener.description(), iteration, samples, listener::scored),
              scoring.keeping(journal),
              listener);
    }
    journal.writeFront(result.front());
    new FoundArchitectures(run.directory()).write(network, result);
    List<Iteration> iterations = journal.committed();
    Score first = iterations.get(0).best().score();
    new Results(run.directory()).searched(network, run.metrics(), first, result);
    ResultMetrics.record(run.tracking(), RunResults.read(run.directory()));
    run.warn(
        NoiseWarning.of(
            iterations,
            Scoring.unit(run),
            run.settings().search().plan().chooseBy(),
            dataset.count(Split.HELD_OUT),
            dataset.count(Split.TRAIN)));
    return "%s after %d iterations%s"
        .formatted(
            landed(result, metric, Scoring.unit(run)), result.last().index(), listener.inference());
  }

  /**
   * The search that the settings describe.
   *
   * @throws BadInput if it cannot be done, such as for a budget that no sub-network meets
   */
  public static Search search(Run run, SuperNetwork network) {
    return search(network, run.metrics(), run.settings().search());
  }

  static Search search(SuperNetwork network, Metrics metrics, SearchSettings settings) {
    metrics.check(network);
    return new Search(
        network,
        metrics.guide(),
        metrics.budgets(network),
        metrics.limits(network),
        settings.plan());
  }

  /**
   * Finds out, without scores, whether the search that the settings describe comes down to its
   * budgets.
   *
   * @return why it may not; empty if it does
   * @throws BadInput if it cannot
   */
  static Optional<String> rehearse(SuperNetwork network, Metrics metrics, SearchSettings settings) {
    metrics.check(network);
    return Rehearsal.of(
        network,
        metrics.guide(),
        metrics.budgets(network),
        metrics.limits(network),
        settings.plan());
  }

  private static SearchJournal journal(
      Run run, Dataset dataset, SuperNetwork network, Weights weights, Resource metric) {
    Provenance provenance =
        new Provenance(
            run.directory().root().getName(),
            dataset.id(),
            ModelFolder.id(weights),
            run.settings().search().plan().seed(),
            run.settings().scoring().quality().name(),
            run.settings().scoring().batchNorm().word(),
            ScoringImages.calibrationImages(run, dataset),
            run.settings().scoring().fineTuneSteps(),
            racingConfidence(run.settings().search()));
    return new SearchJournal(
        run.directory(),
        network,
        provenance,
        run.settings().search().plan().strategy(),
        metric,
        run.metrics().further());
  }

  private static OptionalDouble racingConfidence(SearchSettings settings) {
    return settings.racing()
        ? OptionalDouble.of(settings.racingConfidence())
        : OptionalDouble.empty();
  }

  private static String landed(SearchResult result, Resource metric, ScoreUnit unit) {
    Scored found = result.smallest().found();
    return "%s %s at held-out %s %s"
        .formatted(
            Numbers.amount(found.resource()),
            metric.unit(),
            unit.noun(),
            unit.text(found.score().value()));
  }
}
