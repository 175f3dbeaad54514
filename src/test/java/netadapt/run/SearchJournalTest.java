package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import netadapt.BadInput;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.MadeUpLatency;
import netadapt.cost.PaperNetworks;
import netadapt.cost.Resource;
import netadapt.search.Budgets;
import netadapt.search.Iteration;
import netadapt.search.Journal;
import netadapt.search.Oracles;
import netadapt.search.ReductionSchedule;
import netadapt.search.Score;
import netadapt.search.Scorer;
import netadapt.search.Search;
import netadapt.search.SearchListener;
import netadapt.search.SearchPlan;
import netadapt.search.SearchResult;
import netadapt.search.Strategy;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchJournalTest {
  private static final SuperNetwork TINY = PaperNetworks.tiny();
  private static final Configuration HADOOP = new Configuration();

  @TempDir java.nio.file.Path local;

  private static Provenance provenance(String dataset, String weights, long seed) {
    return provenance(dataset, weights, seed, OptionalDouble.empty());
  }

  private static Provenance provenance(
      String dataset, String weights, long seed, OptionalDouble racingConfidence) {
    return new Provenance(
        "test", dataset, weights, seed, "top-1", "recalibrated", 512, 0, racingConfidence);
  }

  private RunDirectory directory(String name) {
    return new RunDirectory(local.resolve(name).toString(), HADOOP);
  }

  private SearchJournal journal(String name) {
    return journal(name, provenance("cifar10", "w1", 5));
  }

  private SearchJournal journal(String name, Provenance provenance) {
    return new SearchJournal(
        directory(name),
        TINY,
        provenance,
        Strategy.DESCENT,
        new MacCount(),
        List.of(new MadeUpLatency(0.001)));
  }

  private static SearchResult search(Scorer scorer, Journal journal) {
    Resource macs = new MacCount();
    Budgets budgets = Budgets.of(List.of(0.6, 0.3), TINY, macs);
    ReductionSchedule schedule = new ReductionSchedule(0.1, 0.98);
    SearchPlan settings = SearchPlan.descent(6, 2, schedule, 5);
    return new Search(TINY, macs, budgets, settings).run(scorer, journal, SearchListener.NONE);
  }

  private RunTables tables(String name) {
    return RunTables.open(directory(name));
  }

  /** Both tables of a run, row by row, without the timings. */
  private List<String> rows(String name) {
    return Stream.concat(tables(name).trajectory().stream(), tables(name).samples().stream())
        .map(row -> row.toString().replaceAll(", seconds=[^,\\]]+", ""))
        .toList();
  }

  @Test
  void iterationsComeBackAsTheyWereCommitted() {
    List<Iteration> committed = new ArrayList<>();
    SearchJournal journal = journal("run");
    search(
        Oracles.scorer(),
        new Journal() {
          @Override
          public List<Iteration> committed() {
            return journal.committed();
          }

          @Override
          public void commit(Iteration iteration, List<Double> budgetsMet) {
            journal.commit(iteration, budgetsMet);
            committed.add(iteration);
          }
        });
    assertThat(committed).hasSizeGreaterThan(4);
    assertThat(journal("run").committed()).isEqualTo(committed);
  }

  @Test
  void theFrontHoldsTheBestNetworkAtEveryCostOfTheWholeSearch() {
    SearchJournal journal = journal("run");
    journal.writeFront(search(Oracles.scorer(), journal).front());
    List<FrontRow> front = tables("run").front();
    assertThat(front)
        .hasSizeGreaterThan(2)
        .isSortedAccordingTo(
            Comparator.comparingLong((FrontRow row) -> row.costs().macs()).reversed())
        .isSortedAccordingTo(Comparator.comparingDouble(FrontRow::score).reversed());
    for (SampleRow sample : tables("run").samples()) {
      assertThat(front)
          .anyMatch(
              row ->
                  row.costs().macs() <= sample.costs().macs()
                      && row.score() >= sample.score().orElseThrow());
    }
    FrontRow smallest = front.get(front.size() - 1);
    assertThat(tables("run").samples(smallest.iteration()).get(smallest.sample()).architectureId())
        .isEqualTo(smallest.architectureId());
  }

  @Test
  void everySampleButTheFirstHasTheScoreThatWasPredictedOfIt() {
    search(Oracles.scorer(), journal("run"));
    List<SampleRow> samples = tables("run").samples();
    assertThat(samples.get(0).predictedScore()).isEmpty();
    assertThat(samples.subList(1, samples.size()))
        .allSatisfy(row -> assertThat(row.predictedScore().orElseThrow()).isFinite());
    assertThat(samples.subList(1, samples.size()))
        .anySatisfy(row -> assertThat(row.predictedScore()).isNotEqualTo(row.score()));
  }

  @Test
  void theTrajectoryStartsAtTheInitialNetworkAndMarksTheBudgets() {
    SearchResult result = search(Oracles.scorer(), journal("run"));
    List<TrajectoryRow> trajectory = tables("run").trajectory();
    double initial = new MacCount().of(SubNetwork.full(TINY));
    assertThat(trajectory).hasSize(result.last().index() + 1);
    assertThat(trajectory.get(0).resource()).isEqualTo(initial);
    assertThat(trajectory.get(0).target()).isEqualTo(initial);
    assertThat(trajectory.get(0).architectureId())
        .isEqualTo(ArchitectureJson.id(TINY, TINY.full()));
    assertThat(trajectory.stream().flatMapToDouble(row -> row.budgetMet().stream()))
        .containsExactly(0.6 * initial, 0.3 * initial);
  }

  @Test
  void oneSamplePerIterationIsSelectedAndItIsTheNextParent() {
    SearchResult result = search(Oracles.scorer(), journal("run"));
    List<SampleRow> selected =
        tables("run").samples().stream().filter(SampleRow::selected).toList();
    assertThat(selected).hasSize(result.last().index() + 1);
    for (int i = 1; i < selected.size(); i++) {
      assertThat(selected.get(i).parents()).containsExactly(selected.get(i - 1).architectureId());
    }
  }

  @Test
  void aSearchKilledWhileScoringGoesOnToTheSameTables() {
    search(Oracles.scorer(), journal("whole"));
    Scorer dying =
        (iteration, samples) -> {
          if (iteration == 3) {
            throw new IllegalStateException("killed");
          }
          return Oracles.scorer().score(iteration, samples);
        };
    assertThatThrownBy(() -> search(dying, journal("killed"))).hasMessage("killed");
    assertThat(journal("killed").committed()).hasSize(3);
    search(Oracles.scorer(), journal("killed"));
    assertThat(rows("killed")).isEqualTo(rows("whole"));
  }

  @Test
  void aSearchKilledBetweenTheTwoRenamesGoesOnToTheSameTables() throws IOException {
    SearchResult expected = search(Oracles.scorer(), journal("whole"));
    int last = expected.last().index();
    for (int at : new int[] {0, 2, last}) {
      String name = "killed" + at;
      search(Oracles.scorer(), journal(name));
      RunDirectory killed = directory(name);
      for (int i = at; i <= last; i++) {
        killed.delete(killed.trajectory(i));
        if (i > at) {
          killed.delete(killed.samples(i));
        }
      }
      Files.createDirectories(local.resolve(name).resolve(".tmp"));
      Files.writeString(local.resolve(name).resolve(".tmp/trajectory_half.parquet"), "PAR1");
      assertThat(killed.exists(killed.samples(at))).isTrue();

      SearchJournal journal = journal(name);
      assertThat(journal.committed()).hasSize(at);
      assertThat(killed.exists(killed.samples(at))).isFalse();
      assertThat(local.resolve(name).resolve(".tmp")).doesNotExist();
      assertThat(search(Oracles.scorer(), journal).landings()).isEqualTo(expected.landings());
      assertThat(rows(name)).isEqualTo(rows("whole"));
    }
  }

  @Test
  void samplesOfAnEarlierVersionAreNamedAndKept() throws IOException {
    search(Oracles.scorer(), journal("run"));
    java.nio.file.Path samples = local.resolve("run/samples");
    java.nio.file.Path partition = Files.createDirectories(samples.resolve("iteration=0000"));
    Files.move(samples.resolve("iteration-0000.parquet"), partition.resolve("samples.parquet"));

    assertThatThrownBy(() -> journal("run").committed())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("samples/iteration-0000.parquet is missing")
        .hasMessageContaining("start in a new run directory");
    assertThat(partition.resolve("samples.parquet")).exists();
  }

  @Test
  void failedSamplesHaveNoScoreAndComeBackAsFailed() {
    Scorer halfFailing =
        (iteration, samples) ->
            samples.stream()
                .map(
                    s ->
                        s.index() % 2 == 1
                            ? Score.failed(s.index(), 0.5, "test")
                            : Oracles.scorer().score(iteration, samples).get(s.index()))
                .toList();
    search(halfFailing, journal("run"));
    assertThat(tables("run").samples().stream().filter(SampleRow::failed))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.sample() % 2).isEqualTo(1));
    assertThat(journal("run").committed().get(1).scores().get(1).failed()).isTrue();
  }

  @Test
  void aJournalOfAnotherConfigurationIsRefusedByTheColumnThatDiffers() {
    search(Oracles.scorer(), journal("run"));
    assertRefused("seed is 5 in the run so far but would now be 6", "cifar10", "w1", 6, 0.001);
    assertRefused("dataset_id is cifar10", "imagenet", "w1", 5, 0.001);
    assertRefused("weights_id is w1", "cifar10", "w2", 5, 0.001);
    assertRefused("latency_ms is ", "cifar10", "w1", 5, 0.002);
  }

  private void assertRefused(
      String message, String dataset, String weights, long seed, double perMac) {
    assertRefused(message, "run", provenance(dataset, weights, seed), new MadeUpLatency(perMac));
  }

  private void assertRefused(String message, String name, Provenance now, Resource guide) {
    SearchJournal other =
        new SearchJournal(directory(name), TINY, now, Strategy.DESCENT, guide, List.of());
    assertThatThrownBy(other::committed)
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(message)
        .hasMessageContaining("start in a new run directory");
  }

  @Test
  void aRaceIsNotResumedWithAnotherConfidenceNorWithoutRacing() {
    Provenance raced = provenance("cifar10", "w1", 5, OptionalDouble.of(0.95));
    search(Oracles.scorer(), journal("raced", raced));
    search(Oracles.scorer(), journal("run"));
    MacCount macs = new MacCount();
    assertRefused(
        "racing_confidence is 0.95 in the run so far but would now be 0.9",
        "raced",
        provenance("cifar10", "w1", 5, OptionalDouble.of(0.9)),
        macs);
    assertRefused(
        "racing_confidence is 0.95 in the run so far but would now be absent",
        "raced",
        provenance("cifar10", "w1", 5),
        macs);
    assertRefused(
        "racing_confidence is absent in the run so far but would now be 0.95", "run", raced, macs);
    assertThat(journal("raced", raced).committed()).isNotEmpty();
  }

  @Test
  void aMissingIterationIsNamedAndNoSampleIsDeleted() {
    search(Oracles.scorer(), journal("run"));
    RunDirectory directory = directory("run");
    directory.delete(directory.trajectory(1));
    assertThatThrownBy(() -> journal("run").committed())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("iteration-0001.parquet is missing");
    assertThat(directory.exists(directory.samples(1))).isTrue();
    assertThat(directory.exists(directory.samples(2))).isTrue();
  }
}
