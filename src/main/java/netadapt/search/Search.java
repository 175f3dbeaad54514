package netadapt.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/**
 * Shrinks a network step by step until it meets every budget, losing as little score as possible.
 *
 * @see <a href="https://arxiv.org/abs/2104.00031">NetAdaptV2, section 2.4</a>
 */
public final class Search {
  private final Budgets budgets;
  private final SearchPlan settings;
  private final Proposer proposer;
  private final Architecture initial;
  private final double initialResource;

  /**
   * @param network the initial network
   * @param metric guides the search
   * @param budgets to meet, as {@link Budgets#of} makes them
   * @param settings how to proceed
   * @throws BadInput if the schedule's reductions fade before the last budget is met
   */
  public Search(SuperNetwork network, Resource metric, Budgets budgets, SearchPlan settings) {
    this.budgets = budgets;
    this.settings = settings;
    this.proposer =
        new Proposer(network, metric, settings.samples(), settings.layers(), settings.seed());
    this.initial = SubNetwork.full(network).canonical();
    this.initialResource = metric.of(SubNetwork.full(network));
    iterationsLeft(initialResource, 1);
  }

  /**
   * Runs to the last budget, or on from where the journal ends.
   *
   * @throws BadInput if the journal is another search's, or no sample can meet an iteration's
   *     target
   * @throws IllegalStateException if every sample of an iteration failed
   */
  public SearchResult run(Scorer scorer, Journal journal, SearchListener listener) {
    List<Iteration> done = new ArrayList<>(journal.committed());
    check(done);
    if (done.isEmpty()) {
      done.add(scoreInitial(scorer, journal, listener));
    } else {
      listener.resumed(List.copyOf(done));
    }
    Iteration last = done.get(done.size() - 1);
    while (!budgets.allMet(last.best().resource())) {
      last = iterate(last, scorer, journal, listener);
      done.add(last);
    }
    SearchResult result = new SearchResult(landings(done), last);
    listener.done(result);
    return result;
  }

  /** Iteration 0: the initial network, where the trade-off curve starts. */
  private Iteration scoreInitial(Scorer scorer, Journal journal, SearchListener listener) {
    Sample full = new Sample(0, initial, List.of(), initialResource);
    int left = iterationsLeft(initialResource, 1);
    listener.iterationStarted(0, initialResource, initialResource, 1, left + 1);
    Iteration first = score(0, full, Double.NaN, initialResource, List.of(full), scorer);
    journal.commit(first, List.of());
    listener.iterationDone(first, List.of(), left);
    return first;
  }

  private Iteration iterate(
      Iteration last, Scorer scorer, Journal journal, SearchListener listener) {
    Sample best = last.best();
    int index = last.index() + 1;
    double target = target(best, index);
    List<Sample> samples = proposer.propose(best.architecture(), target, index);
    int left = iterationsLeft(best.resource(), index);
    listener.iterationStarted(index, best.resource(), target, samples.size(), left);
    Iteration next = score(index, best, last.bestScore().value(), target, samples, scorer);
    journal.commit(next, budgets.metBetween(best.resource(), next.best().resource()));
    left = iterationsLeft(next.best().resource(), index + 1);
    listener.iterationDone(next, landings(List.of(last, next)), left);
    return next;
  }

  private Iteration score(
      int index,
      Sample parent,
      double parentScore,
      double target,
      List<Sample> samples,
      Scorer scorer) {
    long start = System.nanoTime();
    List<Score> scores = bySample(index, samples, scorer.score(index, samples));
    OptionalInt winner = settings.selector().best(samples, scores, parentScore, parent.resource());
    double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3;
    return new Iteration(
        index,
        parent.architecture(),
        target,
        samples,
        scores,
        winner.orElseThrow(
            () ->
                new IllegalStateException(
                    "none of the %d samples of iteration %d could be scored"
                        .formatted(samples.size(), index))),
        seconds);
  }

  private static List<Score> bySample(int index, List<Sample> samples, List<Score> scores) {
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
        .map(s -> bySample.getOrDefault(s.index(), Score.failed(s.index(), 0, "")))
        .toList();
  }

  private double target(Sample best, int iteration) {
    double budget = budgets.next(best.resource());
    return settings.schedule().target(initialResource, best.resource(), budget, iteration);
  }

  private int iterationsLeft(double resource, int next) {
    return settings.schedule().iterationsLeft(initialResource, resource, budgets, next);
  }

  private List<Landing> landings(List<Iteration> iterations) {
    List<Landing> landings = new ArrayList<>();
    for (int i = 1; i < iterations.size(); i++) {
      Iteration now = iterations.get(i);
      Sample best = now.best();
      double from = iterations.get(i - 1).best().resource();
      for (double budget : budgets.metBetween(from, best.resource())) {
        landings.add(
            new Landing(
                budget, best.architecture(), best.resource(), now.bestScore(), now.index()));
      }
    }
    return landings;
  }

  /** A journal that this search would not have written cannot be resumed. */
  private void check(List<Iteration> done) {
    for (int i = 0; i < done.size(); i++) {
      Iteration now = done.get(i);
      Sample parent = i == 0 ? now.best() : done.get(i - 1).best();
      boolean same =
          i == 0
              ? parent.architecture().equals(initial) && parent.resource() == initialResource
              : !budgets.allMet(parent.resource()) && now.target() == target(parent, i);
      if (now.index() != i || !now.parent().equals(parent.architecture()) || !same) {
        throw another(i);
      }
    }
    if (done.size() > 1) {
      Iteration last = done.get(done.size() - 1);
      if (!proposer.propose(last.parent(), last.target(), last.index()).equals(last.samples())) {
        throw another(last.index());
      }
    }
  }

  private static BadInput another(int iteration) {
    return new BadInput(
        ("iteration %d of the run so far was not searched with this configuration: go back to its"
                + " seed, metric, budgets and search settings, or start in a new run directory")
            .formatted(iteration));
  }
}
