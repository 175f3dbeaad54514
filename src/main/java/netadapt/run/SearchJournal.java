package netadapt.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;
import netadapt.run.TypedTable.Field;
import netadapt.search.Expectation;
import netadapt.search.FrontPoint;
import netadapt.search.Iteration;
import netadapt.search.Journal;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.search.Scored;
import netadapt.search.Stage;
import netadapt.search.Strategy;
import org.apache.hadoop.fs.Path;

/**
 * A search's journal in a run directory: per iteration a file of samples, then a file with its row
 * of the trajectory.
 *
 * <p>Both appear whole or not at all, and the second one is the commit: samples without a row of
 * the trajectory are of an iteration that was cut short, and are removed before a search is
 * resumed. Iteration 0 is the initial network.
 */
public final class SearchJournal implements Journal {
  private final RunDirectory directory;
  private final SuperNetwork network;
  private final Resource guide;
  private final Provenance provenance;
  private final SearchRows rows;
  private boolean clean;

  /**
   * Opens the journal of a run for the one process that writes it.
   *
   * @param network the initial network
   * @param provenance goes into every row
   * @param strategy of the search, goes into every row too
   * @param guide the metric that guides the search
   * @param further metrics to be recorded too; MACs and parameters always are
   */
  public SearchJournal(
      RunDirectory directory,
      SuperNetwork network,
      Provenance provenance,
      Strategy strategy,
      Resource guide,
      List<Resource> further) {
    this.directory = directory;
    this.network = network;
    this.guide = guide;
    this.provenance = provenance;
    this.rows = new SearchRows(network, provenance, strategy, guide, further);
  }

  /**
   * Reads the iterations committed so far.
   *
   * @throws BadInput if they were written with another network, seed, dataset, weights, metric or
   *     racing
   */
  @Override
  public List<Iteration> committed() {
    removeWhatWasCutShort();
    List<Iteration> iterations = new ArrayList<>();
    Map<String, Architecture> networks = new HashMap<>();
    int last = lastCommitted();
    for (int index = 0; index <= last; index++) {
      if (!directory.exists(directory.trajectory(index))) {
        throw new BadInput(
            "%s is missing but later iterations are there: start in a new run directory"
                .formatted(directory.trajectory(index)));
      }
      iterations.add(read(index, iterations, networks));
    }
    return iterations;
  }

  /**
   * Looks whether the last iteration's samples were scored as those to come will be.
   *
   * @throws BadInput as {@link #committed}
   */
  public void check() {
    int last = lastCommitted();
    if (last >= 0) {
      Path path = directory.samples(last);
      rows.samples().read(path, directory.hadoop()).forEach(row -> check(row, path));
    }
  }

  @Override
  public void commit(Iteration iteration, List<Double> budgetsMet) {
    removeWhatWasCutShort();
    int index = iteration.index();
    List<SampleRow> samples = rows.sampleRows(iteration);
    directory.commit(
        directory.samples(index), file -> rows.samples().write(file, directory.hadoop(), samples));
    TrajectoryRow winner = rows.trajectoryRow(iteration, budgetsMet);
    directory.commit(
        directory.trajectory(index),
        file -> rows.trajectory().write(file, directory.hadoop(), List.of(winner)));
  }

  /** The row of an iteration in the trajectory, but for the budget that it has met. */
  public TrajectoryRow trajectoryRow(Iteration iteration) {
    return rows.trajectoryRow(iteration, List.of());
  }

  /**
   * Writes the front of a search that is over, in place of one that is there.
   *
   * @param front costs descending
   */
  public void writeFront(List<FrontPoint> front) {
    List<FrontRow> points = front.stream().map(rows::frontRow).toList();
    directory.commit(
        directory.front(), file -> rows.front().write(file, directory.hadoop(), points));
  }

  /** Once, before anything is written. */
  private void removeWhatWasCutShort() {
    if (clean) {
      return;
    }
    clean = true;
    directory.removeLeftovers();
    int last = lastCommitted();
    directory.sampled().stream()
        .filter(iteration -> iteration > last)
        .forEach(iteration -> directory.delete(directory.samples(iteration)));
  }

  /** The last iteration with a row in the trajectory; -1 if there is none. */
  private int lastCommitted() {
    return directory.iterations().stream().reduce((before, last) -> last).orElse(-1);
  }

  private Iteration read(int index, List<Iteration> before, Map<String, Architecture> networks) {
    Path path = directory.samples(index);
    List<Sample> samples = new ArrayList<>();
    List<Score> scores = new ArrayList<>();
    List<OptionalDouble> predicted = new ArrayList<>();
    List<Expectation> expected = new ArrayList<>();
    List<SampleRow> read = rows.samples().read(path, directory.hadoop());
    for (SampleRow row : read) {
      check(row, path);
      samples.add(rows.sample(row, networks, path.toString()));
      scores.add(SearchRows.score(row));
      predicted.add(row.predictedScore());
      expected.add(SearchRows.expectation(row));
    }
    for (int i = 0; i < read.size(); i++) {
      networks.put(read.get(i).architectureId(), samples.get(i).architecture());
    }
    TrajectoryRow row =
        rows.trajectory().read(directory.trajectory(index), directory.hadoop()).get(0);
    boolean now = row.bestIteration() == index;
    Sample best = (now ? samples : before.get(row.bestIteration()).samples()).get(row.bestSample());
    Score score = (now ? scores : before.get(row.bestIteration()).scores()).get(row.bestSample());
    return new Iteration(
        index,
        new Stage(Stage.Kind.of(row.stage()), row.budget(), row.target()),
        samples,
        scores,
        predicted,
        expected,
        new Scored(row.bestIteration(), best, score),
        new Expectation(row.expectedScore(), row.expectedDeviation()),
        row.seconds());
  }

  private void check(SampleRow row, Path path) {
    for (Field<Provenance> constant : Provenance.CONSTANTS) {
      Object written = constant.value().apply(row.provenance());
      Object now = constant.value().apply(provenance);
      if (!written.equals(now)) {
        throw another(constant.column().name(), shown(written), shown(now), path);
      }
    }
    Architecture architecture = row.architecture().in(network, path.toString());
    double cost = guide.of(SubNetwork.of(network, architecture));
    double written = row.costs().of(guide.name());
    if (written != cost) {
      throw another(guide.name(), written, cost, path);
    }
  }

  /** A value of a row as messages say it. */
  private static Object shown(Object value) {
    return value instanceof OptionalDouble optional
        ? optional.isPresent() ? optional.getAsDouble() : "absent"
        : value;
  }

  private static BadInput another(String column, Object written, Object now, Path path) {
    return new BadInput(
        ("%s is %s in the run so far but would now be %s: go back to the configuration it was"
                + " started with, or start in a new run directory (%s)")
            .formatted(column, written, now, path));
  }
}
