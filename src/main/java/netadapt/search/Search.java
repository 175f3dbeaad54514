package netadapt.search;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/**
 * Looks for the network with the highest score at every budget.
 *
 * @see <a href="https://arxiv.org/abs/2104.00031">NetAdaptV2, section 2.4</a>
 */
public final class Search {
  private final Budgets budgets;
  private final SearchPlan plan;
  private final SearchSpace space;
  private final Course course;
  private final Proposer proposer;
  private final Architecture initial;
  private final double initialResource;

  /**
   * @param network the initial network
   * @param metric guides the search
   * @param budgets to meet, as {@link Budgets#of} makes them
   * @param limits what no network proposed may exceed beside them
   * @param plan how to proceed
   * @throws BadInput if the schedule's reductions fade before the last budget is met
   */
  public Search(
      SuperNetwork network, Resource metric, Budgets budgets, List<Limit> limits, SearchPlan plan) {
    this.budgets = budgets;
    this.plan = plan;
    this.space = SearchSpace.of(network, metric, limits);
    this.initial = SubNetwork.full(network).canonical();
    this.initialResource = metric.of(SubNetwork.full(network));
    this.course = new Course(budgets, plan, initialResource);
    this.proposer = new Proposer(space, plan);
    course.iterationsLeft(history());
  }

  /** Without limits. */
  public Search(SuperNetwork network, Resource metric, Budgets budgets, SearchPlan plan) {
    this(network, metric, budgets, List.of(), plan);
  }

  /**
   * Runs to the end, or on from where the journal ends.
   *
   * @throws BadInput if the journal is another search's, or no sample can meet an iteration's
   *     target
   * @throws IllegalStateException if every sample of an iteration failed
   */
  public SearchResult run(Scorer scorer, Journal journal, SearchListener listener) {
    History history = resume(journal.committed());
    if (!history.isEmpty()) {
      listener.resumed(List.copyOf(history.iterations()));
    }
    Optional<Proposal> next = propose(history);
    while (next.isPresent()) {
      iterate(next.get(), history, scorer, journal, listener);
      next = propose(history);
    }
    SearchResult result = new SearchResult(landings(history), front(history), history.last());
    listener.done(result);
    return result;
  }

  /**
   * What is scored first after the initial network, whatever that one's score is.
   *
   * @throws BadInput if no sample can meet the first target
   */
  public List<Sample> firstSamples() {
    History history = history();
    Proposal first = propose(history).orElseThrow();
    Scored any = new Scored(0, first.samples().get(0), new Score(0, 1, 0, 1, 1, false, 0, 0, ""));
    List<OptionalDouble> predicted = predicted(history, first.samples());
    history.learn(List.of(any));
    history.add(iteration(history, first, List.of(any), predicted, any, 0));
    return propose(history).map(Proposal::samples).orElse(List.of());
  }

  private record Proposal(Stage stage, List<Sample> samples) {}

  private Optional<Proposal> propose(History history) {
    for (Stage stage : course.next(history)) {
      List<Sample> samples =
          stage.kind() == Stage.Kind.INITIAL
              ? List.of(Sample.given(0, initial, initialResource))
              : proposer.propose(history, stage, history.iterations().size());
      if (!samples.isEmpty()) {
        return Optional.of(new Proposal(stage, samples));
      }
    }
    return Optional.empty();
  }

  private void iterate(
      Proposal proposal, History history, Scorer scorer, Journal journal, SearchListener listener) {
    int index = history.iterations().size();
    Stage stage = proposal.stage();
    List<Sample> samples = proposal.samples();
    double before = history.isEmpty() ? initialResource : history.last().best().resource();
    listener.iterationStarted(
        index, before, stage.target(), samples.size(), course.iterationsLeft(history));
    long start = System.nanoTime();
    List<Scored> news = scored(index, samples, scorer.score(index, samples));
    List<OptionalDouble> predicted = predicted(history, samples);
    history.learn(news);
    Scored best = best(history, stage, news);
    double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3;
    Iteration done = iteration(history, proposal, news, predicted, best, seconds);
    List<Double> met = index == 0 ? List.of() : newlyMet(history, done);
    journal.commit(done, met);
    history.add(done);
    listener.iterationDone(
        done,
        met.stream().map(budget -> landing(history, budget)).toList(),
        course.iterationsLeft(history));
  }

  /** What scores are expected to be, as long as they are not learned. */
  private static List<OptionalDouble> predicted(History history, List<Sample> samples) {
    return samples.stream()
        .map(
            sample ->
                history.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(history.predicted(sample.architecture())))
        .toList();
  }

  private static Iteration iteration(
      History history,
      Proposal proposal,
      List<Scored> news,
      List<OptionalDouble> predicted,
      Scored best,
      double seconds) {
    return new Iteration(
        history.iterations().size(),
        proposal.stage(),
        proposal.samples(),
        news.stream().map(Scored::score).toList(),
        predicted,
        news.stream().map(history::expected).toList(),
        best,
        history.expected(best),
        seconds);
  }

  private Scored best(History history, Stage stage, List<Scored> news) {
    if (news.stream().noneMatch(one -> one.score().eligible())) {
      throw new IllegalStateException(
          "none of the %d samples of iteration %d could be scored"
              .formatted(news.size(), history.iterations().size()));
    }
    Optional<Scored> best =
        switch (stage.kind()) {
          case INITIAL -> Optional.of(news.get(0));
          case DESCENT ->
              plan.descent().selector().best(news, history.last().best(), history.merit());
          case EXCHANGE, RANDOM, EVOLUTION -> history.best(stage.budget());
        };
    return best.orElseThrow();
  }

  /** The budgets that no earlier best network has met, descending. */
  private List<Double> newlyMet(History history, Iteration done) {
    double lowest =
        history.iterations().stream()
            .mapToDouble(iteration -> iteration.best().resource())
            .min()
            .orElse(initialResource);
    return budgets.metBetween(lowest, done.best().resource());
  }

  /** Samples with their scores, by index; one without a score has failed. */
  private static List<Scored> scored(int index, List<Sample> samples, List<Score> scores) {
    Map<Integer, Score> bySample = new HashMap<>();
    for (Score score : scores) {
      if (score.sample() < 0 || score.sample() >= samples.size()) {
        throw new IllegalStateException(
            "iteration %d has %d samples but a score for sample %d"
                .formatted(index, samples.size(), score.sample()));
      }
      if (bySample.put(score.sample(), score) != null) {
        throw new IllegalStateException(
            "iteration %d has two scores for sample %d".formatted(index, score.sample()));
      }
    }
    return samples.stream()
        .map(
            sample ->
                new Scored(
                    index,
                    sample,
                    bySample.getOrDefault(sample.index(), Score.failed(sample.index(), 0, ""))))
        .toList();
  }

  private List<Landing> landings(History history) {
    return budgets.values().stream().map(budget -> landing(history, budget)).toList();
  }

  /** The paper's descent lands on the winner that meets a budget; else it is the best known. */
  private Landing landing(History history, double budget) {
    Scored found =
        plan.strategy() == Strategy.DESCENT
            ? history.iterations().stream()
                .map(Iteration::best)
                .filter(best -> best.resource() <= budget)
                .findFirst()
                .orElseThrow()
            : history.best(budget).orElseThrow();
    return new Landing(budget, found, history.expected(found));
  }

  /** Without the initial network if that exceeds a limit; no other one can. */
  private List<FrontPoint> front(History history) {
    return history.front().stream()
        .filter(
            point ->
                space.fits(
                    space.subNetwork(point.scored().sample().architecture().sizes()),
                    initialResource))
        .toList();
  }

  private History history() {
    return new History(plan.chooseBy(), new ScoreModel(space));
  }

  /** A journal that this search would not have written cannot be resumed. */
  private History resume(List<Iteration> committed) {
    History history = history();
    for (Iteration done : committed) {
      List<Stage> stages = course.next(history);
      if (done.index() != history.iterations().size() || !stages.contains(done.stage())) {
        throw another(done.index());
      }
      boolean last = done.index() == committed.size() - 1;
      boolean skipped = !stages.get(0).equals(done.stage());
      if ((last || skipped)
          && !propose(history).equals(Optional.of(new Proposal(done.stage(), done.samples())))) {
        throw another(done.index());
      }
      history.learn(done.scored());
      if (last && !best(history, done.stage(), done.scored()).equals(done.best())) {
        throw another(done.index());
      }
      history.add(done);
    }
    return history;
  }

  private static BadInput another(int iteration) {
    return new BadInput(
        ("iteration %d of the run so far was not searched with this configuration: go back to its"
                + " seed, metric, budgets and search settings, or start in a new run directory")
            .formatted(iteration));
  }
}
