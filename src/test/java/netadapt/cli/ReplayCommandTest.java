package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.Provenance;
import netadapt.run.RecordedScores;
import netadapt.run.RunDirectory;
import netadapt.run.RunResults;
import netadapt.run.RunTables;
import netadapt.run.SampleRow;
import netadapt.run.SearchJournal;
import netadapt.run.TrajectoryRow;
import netadapt.search.Budgets;
import netadapt.search.Landing;
import netadapt.search.Score;
import netadapt.search.Scorer;
import netadapt.search.Search;
import netadapt.search.SearchListener;
import netadapt.search.SearchResult;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays of a search that scored networks by a formula. */
class ReplayCommandTest {
  private static final String SETTINGS =
      """
      network = mnist
      search { budgets = [0.8, 0.6], samples = 8, layers = 3, reduction = 0.1, rounds = 3 }
      """;

  @TempDir private static Path folder;

  @BeforeAll
  static void search() throws Exception {
    Files.writeString(folder.resolve("run.conf"), SETTINGS);
    Files.createDirectories(folder.resolve("run/data"));
    Files.createDirectories(folder.resolve("prepared/data"));
    for (String run : List.of("run", "prepared")) {
      Files.writeString(
          folder.resolve(run).resolve("data/dataset.json"),
          """
          {"id": "d5a7", "height": 28, "width": 28, "channels": 1,
           "classes": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]}
          """);
    }
    Settings settings = Settings.of(SETTINGS, Map.of());
    SuperNetwork network = NetworkFile.open("mnist").network();
    MacCount macs = new MacCount();
    Provenance provenance =
        new Provenance("run", "d5a7", "w1", 1, "top-1", "running", 0, 0, OptionalDouble.empty());
    try (RunDirectory directory = directory("run")) {
      SearchResult result =
          new Search(
                  network,
                  macs,
                  Budgets.of(settings.search().budgets(), network, macs),
                  settings.search().plan())
              .run(
                  scorer(),
                  new SearchJournal(
                      directory,
                      network,
                      provenance,
                      settings.search().plan().strategy(),
                      macs,
                      List.of()),
                  SearchListener.NONE);
      RunResults.NONE
          .searched(
              "mnist",
              OptionalInt.of(10),
              "macs",
              NetworkResult.scored(network, network.full(), List.of(), value(network.full())),
              result.landings().stream().map(landing -> found(network, landing)).toList())
          .write(directory);
    }
  }

  private static FoundNetwork found(SuperNetwork network, Landing landing) {
    return new FoundNetwork(
        landing.budget(),
        NetworkResult.scored(
            network,
            landing.found().sample().architecture(),
            List.of(),
            landing.found().score().value()));
  }

  /** Shares of 1,000 images: less for fewer filters, and some noise. */
  private static Scorer scorer() {
    return (iteration, samples) ->
        samples.stream()
            .map(
                sample -> {
                  double value = value(sample.architecture());
                  return new Score(
                      sample.index(), value, 0.01, 0, 1000, false, 0.1, 0.05, "driver");
                })
            .toList();
  }

  private static double value(Architecture architecture) {
    double filters = architecture.sizes().stream().mapToDouble(s -> Math.sqrt(s.filters())).sum();
    return 0.5 + filters / 200 + (architecture.hashCode() & 0xff) / 10_000.0;
  }

  @Test
  void theRunsOwnSearchFindsWhatTheRunFound() throws Exception {
    Map<String, Long> before = files("run");

    Invocation replay = call("run", "--unknown=fail", "--out=" + folder.resolve("same"));

    assertThat(replay.code()).as(replay.err()).isEqualTo(ExitCode.DONE);
    List<String> lines = replay.out().lines().toList();
    assertThat(lines).hasSize(7);
    assertThat(lines.get(2)).isEqualTo(lines.get(1).replace("  run   ", "  replay"));
    assertThat(lines.get(4)).isEqualTo(lines.get(3).replace("  run   ", "  replay"));
    assertThat(lines.get(6)).matches("(\\d+) of the \\1 networks .* have a recorded score");
    assertThat(trajectory("same")).isEqualTo(trajectory("run"));
    assertThat(files("run")).isEqualTo(before);
  }

  @Test
  void anotherStrategyIsToldWithItsEstimatesAndWritesNothingIntoTheRun() throws Exception {
    Map<String, Long> before = files("run");

    Invocation replay =
        call("run", "-Dsearch.strategy=random", "--out=" + folder.resolve("random"));

    assertThat(replay.code()).as(replay.err()).isEqualTo(ExitCode.DONE);
    assertThat(replay.out())
        .contains("of the ", "* estimated from the recorded scores")
        .containsPattern("replay .*%\\*");
    try (RunDirectory random = directory("random")) {
      assertThat(RunTables.open(random).samples())
          .extracting(SampleRow::executor)
          .contains("driver", RecordedScores.ESTIMATED);
    }
    assertThat(files("run")).isEqualTo(before);
  }

  @Test
  void whereUnknownScoresFailASearchOfUnknownNetworksIsAMistake() {
    Invocation replay = call("run", "-Dsearch.strategy=random", "--unknown=fail");

    assertThat(replay.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(replay.err())
        .contains("none of the 8 networks of iteration 1 has a recorded score")
        .contains("--unknown estimate")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | -Dsearch.samples=8 | but holds no run",
        "prepared | -Dsearch.samples=8 | run prepared has recorded no scores of a search",
        "run | -Dsearch.smaples=8 | search.smaples",
        "run | -Dsearch.budgets=[2] | search.budgets is 2.0 but must be at least",
        "run | -Dscoring.metric=top-5 | scoring.metric is top-5 but must be top-1, as of the scores",
        "run | -Dscoring.batch-norm=recalibrated | scoring.batch-norm is recalibrated but must be",
        "run | -Dnetwork=cifar10 | network is \"mnist\" but the architecture is read for cifar10",
        "run | -Ddata.directory=no/such | folder no/such holds no dataset",
        "run | --out=F/run | is in the directory of the run that is replayed",
        "run | --out=F/run/replay | is in the directory of the run that is replayed",
        "run | --out=F/prepared | is not empty: choose a directory that is empty or not there",
      })
  void aMistakeIsOneMessageAndNothingIsWritten(String run, String argument, String message)
      throws Exception {
    Map<String, Long> before = files("run");

    Invocation bad = call(run, argument.replace("F/", folder + "/"));

    assertThat(bad.code()).as(bad.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(bad.err()).contains(message).doesNotContain("\tat ");
    assertThat(bad.out()).isEmpty();
    assertThat(files("run")).isEqualTo(before);
    assertThat(folder.resolve("nothing")).doesNotExist();
  }

  /** Without the timings. */
  private static List<String> trajectory(String run) {
    try (RunDirectory directory = directory(run)) {
      return RunTables.open(directory).trajectory().stream()
          .map(TrajectoryRow::toString)
          .map(row -> row.replaceAll("runId=[^,]*|seconds=[^]]*", ""))
          .toList();
    }
  }

  /** Everything in a folder, with the time of its last change. */
  private static Map<String, Long> files(String run) throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder.resolve(run))) {
      for (Path path : paths.toList()) {
        files.put(path.toString(), Files.getLastModifiedTime(path).toMillis());
      }
    }
    return files;
  }

  private static RunDirectory directory(String run) {
    return new RunDirectory(folder.resolve(run).toString(), new Configuration());
  }

  private static Invocation call(String run, String... more) {
    List<String> arguments = new ArrayList<>(List.of("replay"));
    arguments.addAll(List.of("--config", folder.resolve("run.conf").toString()));
    arguments.add("-Drun.directory=" + folder.resolve(run));
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray(new String[0]));
  }
}
