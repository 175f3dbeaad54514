package netadapt.job;

import java.util.List;
import netadapt.cost.Resource;
import netadapt.report.Numbers;
import netadapt.search.Iteration;
import netadapt.search.Landing;
import netadapt.search.Score;
import netadapt.search.SearchListener;

/** Tells how a search goes. */
final class SearchProgress implements SearchListener {
  private final Progress step;
  private final Resource metric;
  private String description = "";
  private String best = "";
  private double taskSeconds;
  private double runtimeSeconds;
  private int done;
  private int left;
  private int samples;

  SearchProgress(Progress step, Resource metric) {
    this.step = step;
    this.metric = metric;
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
  public synchronized void resumed(List<Iteration> committed) {
    done = committed.size();
    best = best(committed.get(committed.size() - 1));
  }

  @Override
  public synchronized void iterationStarted(
      int iteration, double resource, double target, int newSamples, int iterationsLeft) {
    samples = newSamples;
    left = iterationsLeft;
    description =
        "iteration %d: %d samples, target %s".formatted(iteration, newSamples, amount(target));
    show(0);
  }

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
    show(samples);
  }

  private void show(long scored) {
    double within = samples == 0 ? 0 : (double) scored / samples;
    double fraction = left == 0 ? 1 : (done + (left > 0 ? within : 0)) / (done + left);
    step.update(fraction, "%s, %d scored%s".formatted(description, scored, best));
  }

  private String best(Iteration iteration) {
    return ", best %s at %s"
        .formatted(
            Numbers.accuracy(iteration.best().score().value()),
            amount(iteration.best().resource()));
  }

  private String amount(double resource) {
    return Numbers.amount(resource) + " " + metric.unit();
  }
}
