package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netadapt.run.RunDirectory;
import netadapt.run.RunTables;
import netadapt.run.SampleRow;
import netadapt.run.WrittenArchitecture;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scoring with shared weights that were trained for a second. */
class ScoreCommandIT {
  private static final String SETTINGS =
      """
      network = mnist
      data { held-out = 200, test = 9000 }
      supernet.epochs = 1
      spark { master = "local[2]", ui.enabled = false }
      """;

  @TempDir private static Path folder;

  @BeforeAll
  static void trainSharedWeights() throws Exception {
    Files.writeString(folder.resolve("run.conf"), SETTINGS);
    Files.writeString(
        folder.resolve("thin.json"),
        "{\"network\": \"mnist\", \"layers\": [{\"name\": \"c4\", \"filters\": 12}]}");
    Files.writeString(folder.resolve("other.json"), "{\"network\": \"cifar10\", \"layers\": []}");
    for (String step : List.of("prepare", "train-supernet")) {
      Invocation done = call(step, "run");
      assertThat(done.code()).as(done.err()).isEqualTo(ExitCode.DONE);
    }
  }

  @Test
  void filesAndRandomNetworksAreScoredTogetherAndKept() {
    String thin = folder.resolve("thin.json").toString();
    Invocation scored =
        call("score", "run", thin, "--random=3", "--from=0.4", "--to=0.5", "--name=both");

    assertThat(scored.code()).as(scored.err()).isEqualTo(ExitCode.DONE);
    List<SampleRow> rows = rows("both");
    assertThat(rows).hasSize(4);
    assertThat(rows.get(0).architecture().layers())
        .contains(new WrittenArchitecture.Layer("c4", 12, 1));
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.images()).isEqualTo(200);
              assertThat(row.score()).hasValue(row.correct().orElseThrow() / 200.0);
            });
    assertThat(rows.subList(1, 4))
        .extracting(row -> row.costs().macs() / 849_936.0) // as describe counts the initial one's
        .allSatisfy(share -> assertThat(share).isBetween(0.4, 0.5));
    assertThat(scored.out().lines().toList())
        .hasSize(7)
        .satisfies(lines -> assertThat(lines.get(0)).startsWith("network").contains("of initial"))
        .satisfies(lines -> assertThat(lines.get(1)).startsWith(thin))
        .satisfies(lines -> assertThat(lines.get(2)).startsWith(rows.get(1).architectureId()))
        .last()
        .asString()
        .startsWith("rows: ")
        .endsWith("/run/scores/both.parquet");
  }

  @Test
  void theSameSeedScoresTheSameNetworksInATableOfTheNextNumber() {
    assertThat(call("score", "run", "--random=2", "--seed=5").code()).isEqualTo(ExitCode.DONE);
    assertThat(call("score", "run", "--random=2", "--seed=5").code()).isEqualTo(ExitCode.DONE);

    assertThat(rows("0002"))
        .extracting(SampleRow::architectureId, SampleRow::score)
        .containsExactlyElementsOf(
            rows("0001").stream()
                .map(row -> org.assertj.core.groups.Tuple.tuple(row.architectureId(), row.score()))
                .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run | no/such.json | architecture is no/such.json but there is no such file",
        "run | F/other.json | network is \"cifar10\" but the architecture is read for mnist",
        "run | F/thin.json --name=../up | name is ../up but must be letters",
        "run | --random=1 --from=0.9999 --to=0.99999 | no sub-network of mnist found",
        "new | F/thin.json | run prepare first",
        "unprepared | --random=1 | run prepare first",
      })
  void aMistakeIsOneMessageAndNothingIsWritten(String run, String arguments, String message) {
    Invocation bad = call("score", run, arguments.replace("F/", folder + "/").split(" "));

    assertThat(bad.code()).as(bad.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(bad.err()).contains(message).doesNotContain("\tat ");
    assertThat(bad.out()).isEmpty();
    assertThat(folder.resolve("new")).doesNotExist();
    assertThat(folder.resolve("up.parquet")).doesNotExist();
  }

  @Test
  void withoutASuperNetworkNothingIsScored() {
    assertThat(call("prepare", "prepared").code()).isEqualTo(ExitCode.DONE);

    Invocation bad = call("score", "prepared", folder.resolve("thin.json").toString());

    assertThat(bad.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(bad.err()).contains("no trained super-network in", "run train-supernet first");
    assertThat(folder.resolve("prepared/scores")).doesNotExist();
  }

  @Test
  void aNameThatIsTakenIsAMistakeAndItsTableStays() {
    assertThat(call("score", "run", "--random=1", "--name=once").code()).isEqualTo(ExitCode.DONE);

    Invocation again = call("score", "run", "--random=2", "--name=once");

    assertThat(again.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(again.err()).contains("name is once but there is such a table already");
    assertThat(rows("once")).hasSize(1);
  }

  private static List<SampleRow> rows(String name) {
    try (RunDirectory directory =
        new RunDirectory(folder.resolve("run").toString(), new Configuration())) {
      return RunTables.open(directory).scores(name).rows();
    }
  }

  private static Invocation call(String command, String run, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--config", folder.resolve("run.conf").toString()));
    arguments.add("-Drun.directory=" + folder.resolve(run));
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray(new String[0]));
  }
}
