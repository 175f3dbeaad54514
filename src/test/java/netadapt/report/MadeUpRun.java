package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.MadeUpLatency;
import netadapt.cost.PaperNetworks;
import netadapt.cost.Resource;
import netadapt.run.Costs;
import netadapt.run.Provenance;
import netadapt.run.RankRow;
import netadapt.run.RankTerms;
import netadapt.run.RunDirectory;
import netadapt.run.SearchJournal;
import netadapt.run.TrainingLogRow;
import netadapt.run.WrittenArchitecture;
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
public final class MadeUpRun {
  static final SuperNetwork NETWORK = PaperNetworks.tiny();

  /** Of two budgets, of which the smaller one's network is trained and tested. */
  public static final String RESULTS =
      """
      {"network": "mnist", "metric": "macs", "classes": 10,
       "initial": {"architecture_id": "i", "macs": 4000000, "params": 20000,
                   "shared_test_accuracy": 0.9871, "test_accuracy": 0.98},
       "found": [{"budget": 2400000.0, "architecture_id": "f1", "macs": 2390001,
                  "params": 15000, "score": 0.9753, "test_accuracy": null,
                  "scaled": {"architecture_id": "s1", "macs": 2380000, "params": 14000}},
                 {"budget": 1600000.0, "architecture_id": "f2", "macs": 1590002,
                  "params": 9000, "score": 0.9642, "training": "trained/f2-seed-1",
                  "test_accuracy": 0.9631}],
       "test_images": 8000,
       "seconds": {"prepare": 3.2, "train-supernet": 99.0, "search": 4000, "train": 12.25}}
      """;

  private static final RankTerms TERMS =
      new RankTerms(0.3, 0.7, 5, 8, "random", "test", "top-1", "running", 0, "digits", "w1");

  public final RunDirectory directory;

  public MadeUpRun(java.nio.file.Path location) {
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
  public void trained(Path step, int rounds) {
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

  /** Trains six networks to check their scores. */
  void rankChecked() {
    for (int network = 0; network < 6; network++) {
      rankChecked(network, 0, OptionalDouble.of(0.5 + 0.05 * network), 0.6 + 0.04 * network);
    }
  }

  /** Trains one network to check its score. */
  void rankChecked(int network, int training, OptionalDouble score, double accuracy) {
    new RankRow(
            "first",
            network,
            training,
            new WrittenArchitecture("mnist", List.of()),
            "a" + network,
            new Costs(1000 + 7 * network % 20, 50 - 3 * network % 20, Map.of()),
            score,
            500,
            OptionalDouble.of(accuracy),
            600,
            TERMS,
            2,
            "driver")
        .commit(directory);
  }

  /** Searches {@link #NETWORK} by MACs down to budgets. */
  public SearchResult searched(List<Double> shares) {
    return searched("first", NETWORK, new MacCount(), 6, shares);
  }

  /** Searches {@link #NETWORK} by a made-up latency down to budgets. */
  public SearchResult searchedByLatency(List<Double> shares) {
    return searched("first", NETWORK, new MadeUpLatency(1e-3), 4, shares);
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

  public void results(String json) {
    directory.commitText(new Path(directory.found(), "results.json"), json);
  }

  /** Writes the report and reads it again. */
  String report() {
    Report.write(directory, RunBackground.NONE);
    return directory.readText(directory.report());
  }

  /** The report without its markup; cells and paragraphs apart by a blank. */
  String text() {
    return text(report());
  }

  static String text(String report) {
    return report
        .replaceAll("(?s)<(style|script).*?</\\1>", "")
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ");
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
