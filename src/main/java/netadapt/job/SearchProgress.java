package netadapt.job;

import java.util.List;
import java.util.function.Consumer;
import netadapt.cost.Resource;
import netadapt.report.Numbers;
import netadapt.search.Iteration;
import netadapt.search.Landing;
import netadapt.search.Score;
import netadapt.search.SearchListener;
import netadapt.task.ScoreUnit;

/** Tells how a search goes. */
final class SearchProgress implements SearchListener {
  private final Progress step;
  private final Resource metric;
  private final ScoreUnit unit;
  private final Consumer<Iteration> committed;
  private String description = "";
  private String best = "";
  private String target = "";
  private double taskSeconds;
  private double runtimeSeconds;
  private int done;
  private int left;
  private int samples;
  private int index;

  /**
   * @param metric that guides the search
   * @param unit of its scores
   * @param committed is given every iteration that is over, those before the search was resumed
   *     among them
   */
  SearchProgress(Progress step, Resource metric, ScoreUnit unit, Consumer<Iteration> committed) {
    this.step = step;
    this.metric = metric;
    this.unit = unit;
    this.committed = committed;
  }

  /** What the job that runs is about, for Spark's pages. */
  String description() {
    return description;
  }

  /** How much of the scoring's time was inference, as a sentence; empty if nothing was scored. */
  synchronized String inference() {
    return taskSeconds == 0
        ? ""
        : ", %s of the scoring in ONNX Runtime"
            .formatted(Numbers.share(runtimeSeconds, taskSeconds));
  }

  /** So many of the iteration's samples are scored. */
  synchronized void scored(long count) {
    show(Math.min(count, samples));
  }

  @Override
  public synchronized void resumed(List<Iteration> before) {
    done = before.size();
    best = best(before.get(before.size() - 1));
    before.forEach(committed);
  }

  @Override
  public synchronized void iterationStarted(
      int iteration, double resource, double target, int newSamples, int iterationsLeft) {
    samples = newSamples;
    left = iterationsLeft;
    index = iteration;
    this.target = amount(target);
    description =
        "iteration %d: %d samples, target %s".formatted(iteration, newSamples, this.target);
    show(0);
  }

  /** The next samples are drawn then, or the results written, which takes a while, too. */
  @Override
  public synchronized void iterationDone(
      Iteration iteration, List<Landing> landings, int iterationsLeft) {
    done++;
    left = iterationsLeft;
    best = best(iteration);
    for (Score score : iteration.scores()) {
      taskSeconds += score.seconds();
      runtimeSeconds += score.runtimeSeconds();
    }
    committed.accept(iteration);
    step.update(fraction(0), "iteration %d done%s".formatted(index, best));
  }

  private void show(long scored) {
    double within = samples == 0 ? 0 : (double) scored / samples;
    step.update(
        fraction(within),
        "iteration %d: %d of %d scored%s, target %s"
            .formatted(index, scored, samples, best, target));
  }

  /**
   * What is done of the search.
   *
   * @param within of the iteration that runs, in [0, 1]
   */
  private double fraction(double within) {
    return done + left == 0 ? 0 : (done + within) / (done + left);
  }

  private String best(Iteration iteration) {
    return ", best %s at %s"
        .formatted(
            unit.text(iteration.best().score().value()), amount(iteration.best().resource()));
  }

  private String amount(double resource) {
    return Numbers.amount(resource) + " " + metric.unit();
  }
}
