package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;
import netadapt.run.Provenance;
import netadapt.run.RunDirectory;
import netadapt.run.SearchJournal;
import netadapt.run.TrainingLogRow;
import netadapt.search.Budgets;
import netadapt.search.FrontPoint;
import netadapt.search.ReductionSchedule;
import netadapt.search.Score;
import netadapt.search.Scorer;
import netadapt.search.Search;
import netadapt.search.SearchListener;
import netadapt.search.SearchPlan;
import netadapt.search.SearchResult;
import netadapt.search.Strategy;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A run directory with the steps that a test asks for, and numbers that mean nothing. */
final class MadeUpRun {
  final RunDirectory directory;

  MadeUpRun(java.nio.file.Path location) {
    directory = new RunDirectory(location.toString(), new Configuration());
  }

  void configured() {
    directory.commitText(directory.configuration(), "network = mnist");
  }

  void prepared() {
    directory.commitText(
        new Path(directory.data(), "dataset.json"),
        """
        {"id": "d5a7", "classes": ["a", "b"], "height": 28, "width": 28, "channels": 1,
         "counts": {"train": 4000, "held-out": 500, "test": 600}}
        """);
  }

  /** Trains in as many rounds of 640 images and 2 seconds, to a loss of 2 / rounds. */
  void trained(Path step, int rounds) {
    trained(step, rounds, 2);
  }

  /** Trains in as many rounds, to a loss of {@code loss} / rounds. */
  void trained(Path step, int rounds, double loss) {
    List<TrainingLogRow> log = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      int epoch = round / 10;
      double rate = 0.064 * Math.pow(0.963, epoch);
      log.add(
          new TrainingLogRow(
              round,
              epoch,
              10L * (round + 1),
              640,
              rate,
              loss / (round + 1),
              2,
              0.1,
              1.5,
              0.4,
              320,
              accuracy(round, 0.9),
              accuracy(round, 0.7),
              accuracy(round, 0.4)));
    }
    TrainingLogRow.write(directory, step, log);
  }

  /** Of an epoch of ten rounds. */
  private static OptionalDouble accuracy(int round, double last) {
    return round % 10 == 9 ? OptionalDouble.of(last - 1.0 / (round + 1)) : OptionalDouble.empty();
  }

  /** Searches down to budgets; every fifth sample fails. */
  SearchResult searched(
      String name, SuperNetwork network, Resource metric, int samples, List<Double> shares) {
    SearchJournal journal = journal(name, network, metric);
    SearchPlan settings = SearchPlan.descent(samples, 3, new ReductionSchedule(0.1, 0.98), 5);
    Budgets budgets = Budgets.of(shares, network, metric);
    SearchResult result =
        new Search(network, metric, budgets, settings)
            .run(scorer(network, metric), journal, SearchListener.NONE);
    journal.writeFront(result.front());
    return result;
  }

  /** Writes another front than the search's. */
  void front(SuperNetwork network, Resource metric, List<FrontPoint> front) {
    journal("first", network, metric).writeFront(front);
  }

  private SearchJournal journal(String name, SuperNetwork network, Resource metric) {
    Provenance provenance =
        new Provenance(
            name, "digits-1", "w1", 5, "top-1", "recalibrated", 512, 0, OptionalDouble.of(0.95));
    return new SearchJournal(directory, network, provenance, Strategy.DESCENT, metric, List.of());
  }

  void results(String json) {
    directory.commitText(new Path(directory.found(), "results.json"), json);
  }

  /** Writes the report and reads it again. */
  String report() {
    Report.write(directory);
    return directory.readText(directory.report());
  }

  private static Scorer scorer(SuperNetwork network, Resource metric) {
    double whole = metric.of(SubNetwork.full(network));
    return (iteration, samples) ->
        samples.stream()
            .map(
                sample -> {
                  if (sample.index() % 5 == 4) {
                    return Score.failed(sample.index(), 0, "");
                  }
                  double noise = 0.1 * ((sample.architecture().hashCode() & 0xff) / 255.0 - 1);
                  double share = sample.resource() / whole;
                  double value = 0.9 - 0.2 * (1 - share) * (1 - share) + noise * (1 - share);
                  boolean dropped = sample.index() % 5 == 3;
                  long images = dropped ? 250 : 1000;
                  return new Score(
                      sample.index(),
                      dropped ? 0.01 : value,
                      Score.errorOfShare(value, images),
                      (long) (value * images),
                      images,
                      dropped,
                      0.5,
                      0.4,
                      "driver");
                })
            .toList();
  }
}
