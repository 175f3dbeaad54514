package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import netadapt.FailingFileSystem.Kind;
import netadapt.Kills;
import netadapt.Kills.Step;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;
import netadapt.cost.CostTable;
import netadapt.cost.MacCount;
import netadapt.cost.Operator;
import netadapt.cost.PaperNetworks;
import netadapt.search.Budgets;
import netadapt.search.Iteration;
import netadapt.search.Journal;
import netadapt.search.Oracles;
import netadapt.search.ReductionSchedule;
import netadapt.search.Search;
import netadapt.search.SearchListener;
import netadapt.search.SearchPlan;
import netadapt.search.SearchResult;
import netadapt.search.Strategy;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run writes, where the process is killed at any change of a file. */
class KilledCommitsTest {
  private static final SuperNetwork TINY = PaperNetworks.tiny();

  @TempDir Path folder;

  /** Work in a run directory. */
  private interface Work {
    void in(RunDirectory directory) throws IOException;
  }

  private static Step step(Work work) {
    return (location, hadoop) -> {
      try (RunDirectory directory = new RunDirectory(location + "/run", hadoop)) {
        work.in(directory);
      }
    };
  }

  private int sweep(Kind kind, Function<RunDirectory, ?> look, Work... steps) throws IOException {
    return Kills.sweep(
        folder,
        kind,
        List.of(steps).stream().map(KilledCommitsTest::step).toList(),
        (location, hadoop) -> {
          try (RunDirectory directory = new RunDirectory(location + "/run", hadoop)) {
            return look.apply(directory);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void aTextIsThereWhole(Kind kind) throws IOException {
    int changes =
        sweep(
            kind,
            directory ->
                directory.exists(directory.configuration())
                    ? directory.readText(directory.configuration())
                    : "",
            directory -> {},
            directory -> directory.commitText(directory.configuration(), "seed = 1"),
            directory -> directory.commitText(directory.configuration(), "seed = 2 # changed"),
            directory -> directory.delete(directory.configuration()),
            directory -> directory.commitText(directory.configuration(), "seed = 3"));
    assertThat(changes).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource
  void aModelIsReplacedByAnother(Kind kind) throws IOException {
    sweep(
        kind,
        directory -> directory.readText(directory.report()),
        directory -> {
          directory.commitText(directory.report(), "old");
          directory.commitText(directory.network(), "new");
        },
        directory -> directory.commitCopy(directory.network(), directory.report()));
  }

  @ParameterizedTest
  @EnumSource
  void anIterationIsThereWholeOrNotAtAll(Kind kind) throws IOException {
    List<Iteration> iterations = search(0.6).iterations();
    sweep(
        kind,
        directory -> {
          RunTables tables = RunTables.open(directory);
          List<TrajectoryRow> winners = tables.trajectory();
          for (TrajectoryRow winner : winners) {
            assertThat(tables.samples(winner.iteration())).hasSize(winner.samples());
          }
          return winners;
        },
        directory -> resume(directory, iterations.subList(0, 1)),
        directory -> resume(directory, iterations.subList(0, 2)));
  }

  private static void resume(RunDirectory directory, List<Iteration> iterations) {
    SearchJournal journal = journal(directory);
    List<Iteration> there = journal.committed();
    assertThat(there).isEqualTo(iterations.subList(0, there.size()));
    for (Iteration iteration : iterations.subList(there.size(), iterations.size())) {
      journal.commit(iteration, List.of());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFrontIsReplaced(Kind kind) throws IOException {
    SearchResult first = search(0.6).result();
    SearchResult second = search(0.3).result();
    sweep(
        kind,
        directory -> RunTables.open(directory).front().toString(),
        directory -> journal(directory).writeFront(first.front()),
        directory -> journal(directory).writeFront(second.front()));
  }

  @ParameterizedTest
  @EnumSource
  void noModelIsBesideTheArchitectureOfAnother(Kind kind) throws IOException {
    SearchResult first = search(0.6).result();
    SearchResult second = search(0.3).result();
    sweep(
        kind,
        directory -> {
          FoundArchitectures found = new FoundArchitectures(directory);
          String smallest = ArchitectureJson.write(TINY, found.smallest(TINY));
          if (directory.exists(found.model())) {
            assertThat(directory.readText(found.model())).isEqualTo(smallest);
          }
          return smallest;
        },
        directory -> {
          new FoundArchitectures(directory).write(TINY, first);
          writeModel(directory, first);
        },
        directory -> new FoundArchitectures(directory).write(TINY, second),
        directory -> writeModel(directory, second));
  }

  /** It says of which architecture it is. */
  private static void writeModel(RunDirectory directory, SearchResult result) {
    Architecture smallest = result.smallest().found().sample().architecture();
    directory.commitText(
        new FoundArchitectures(directory).model(), ArchitectureJson.write(TINY, smallest));
  }

  @ParameterizedTest
  @EnumSource
  void resultsAreReplaced(Kind kind) throws IOException {
    sweep(
        kind,
        directory -> RunResults.read(directory).toString(),
        directory -> RunResults.read(directory).took("prepare", 2, Emission.NONE).write(directory),
        directory -> RunResults.read(directory).withTestImages(90).write(directory));
  }

  @ParameterizedTest
  @EnumSource
  void aTrainedFolderIsWrittenFileByFile(Kind kind) throws IOException {
    sweep(
        kind,
        directory -> {
          TrainedFolder trained = TrainedFolder.of(directory, "a", 1);
          org.apache.hadoop.fs.Path file =
              new org.apache.hadoop.fs.Path(trained.path(), "architecture.json");
          return "%s %s %s"
              .formatted(
                  directory.exists(file) ? directory.readText(file) : "",
                  trained.teacher(),
                  trained.result().map(TrainedNetwork::testAccuracy));
        },
        directory -> {},
        directory -> TrainedFolder.of(directory, "a", 1).write(TINY, TINY.full()),
        directory ->
            TrainedFolder.of(directory, "a", 1)
                .write(Optional.of(new TaughtBy("t.onnx", "id", Optional.empty()))),
        directory -> TrainedFolder.of(directory, "a", 1).write(trained(directory, 0.5)),
        directory -> TrainedFolder.of(directory, "a", 1).write(trained(directory, 0.75)),
        directory -> TrainedFolder.of(directory, "a", 1).write(Optional.empty()));
  }

  private static TrainedNetwork trained(RunDirectory directory, double accuracy) {
    return new TrainedNetwork(
        directory.trained("a", 1),
        "a",
        1,
        100,
        10,
        "random",
        Optional.empty(),
        Optional.empty(),
        "top-1",
        OptionalDouble.of(accuracy),
        Map.of());
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingLogIsReplaced(Kind kind) throws IOException {
    sweep(
        kind,
        directory -> RunTables.open(directory).supernetLog().toString(),
        directory -> TrainingLogRow.write(directory, directory.supernet(), List.of(round(0))),
        directory ->
            TrainingLogRow.write(directory, directory.supernet(), List.of(round(0), round(1))));
  }

  private static TrainingLogRow round(int round) {
    OptionalDouble none = OptionalDouble.empty();
    return new TrainingLogRow(round, 0, round, 32, 0.5, 1.5, 3, 1, 2, 0, 10, none, none, none);
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfARankCheckAndTablesOfScoresAreAdded(Kind kind) throws IOException {
    RankTerms terms =
        new RankTerms(0.3, 0.7, 5, 8, "shared", "test", "top-1", "running", 0, "digits", "w1");
    RankRow row =
        new RankRow(
            "first",
            0,
            0,
            new WrittenArchitecture("mnist", List.of()),
            "a0",
            new Costs(4000, 20, Map.of()),
            OptionalDouble.of(0.5),
            1000,
            OptionalDouble.of(0.9),
            500,
            terms,
            2.5,
            "driver");
    sweep(
        kind,
        directory -> RankRow.read(directory) + " " + ScoreTable.readAll(directory).size(),
        directory -> {},
        row::commit,
        directory -> {
          var file = new org.apache.hadoop.fs.Path(directory.scores(), "all.parquet");
          new ScoreTable(file, List.of()).write(directory);
        });
  }

  @ParameterizedTest
  @EnumSource
  void aTableOfCostsIsReplaced(Kind kind) throws IOException {
    for (String file : List.of("costs.csv", "costs.parquet")) {
      Kills.sweep(
          Files.createDirectory(folder.resolve(file)),
          kind,
          List.of(
              (location, hadoop) -> CostTableFile.write(costs(1), location + "/" + file, hadoop),
              (location, hadoop) -> CostTableFile.write(costs(2), location + "/" + file, hadoop)),
          (location, hadoop) ->
              CostTableFile.read(location + "/" + file, "table", hadoop).toString());
    }
  }

  private static CostTable costs(double cost) {
    return new CostTable(
        "latency_ms", Map.of(), List.of(new CostTable.Row(Operator.NETWORK, cost, 0, 0)));
  }

  /** Whatever is left of a lease's file expires. */
  @ParameterizedTest
  @EnumSource
  void aLeaseIsTakenOverOnceItHasExpired(Kind kind) throws IOException {
    boolean fired = true;
    for (int changes = 0; fired; changes++) {
      Path run = folder.resolve("run-" + changes);
      RunDirectory directory = new RunDirectory(kind.uri(run), kind.configuration());
      fired =
          Kills.kill(
              changes,
              () -> {
                try (RunLease lease = RunLease.take(directory, "")) {
                  lease.renew();
                  directory.commitText(directory.configuration(), "seed = 1");
                }
              });
      Path file = run.resolve("lease.json");
      if (Files.exists(file)) {
        Instant expired = Instant.now().minus(RunLease.LIFETIME.plusSeconds(9));
        Files.setLastModifiedTime(file, FileTime.from(expired));
      }

      RunLease.take(directory, "").close();

      assertThat(file).doesNotExist();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoWritesNextPutsEverythingInItsPlace(Kind kind) {
    boolean fired = true;
    for (int changes = 0; fired; changes++) {
      Path run = folder.resolve("run-" + changes);
      RunDirectory directory = new RunDirectory(kind.uri(run), kind.configuration());
      directory.commitText(directory.results(), "old");
      fired = Kills.kill(changes, () -> directory.commitText(directory.results(), "new"));
      String read = directory.readText(directory.results());

      RunLease.take(directory, "").close();

      assertThat(run.resolve("found/results.json")).hasContent(read);
      assertThat(run.resolve(".next")).doesNotExist();
    }
  }

  /** A search and its iterations. */
  private record Searched(SearchResult result, List<Iteration> iterations) {}

  private static Searched search(double budget) {
    MacCount macs = new MacCount();
    List<Iteration> iterations = new ArrayList<>();
    Journal journal =
        new Journal() {
          @Override
          public List<Iteration> committed() {
            return List.of();
          }

          @Override
          public void commit(Iteration iteration, List<Double> budgetsMet) {
            iterations.add(iteration);
          }
        };
    SearchPlan plan = SearchPlan.descent(3, 2, new ReductionSchedule(0.2, 0.98), 5);
    Budgets budgets = Budgets.of(List.of(budget), TINY, macs);
    SearchResult result =
        new Search(TINY, macs, budgets, plan).run(Oracles.scorer(), journal, SearchListener.NONE);
    return new Searched(result, iterations);
  }

  private static SearchJournal journal(RunDirectory directory) {
    Provenance provenance =
        new Provenance("test", "digits", "w1", 5, "top-1", "running", 0, 0, OptionalDouble.empty());
    return new SearchJournal(
        directory, TINY, provenance, Strategy.DESCENT, new MacCount(), List.of());
  }
}
