package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code netadapt train --architecture}, as its users call it. */
class TrainCommandIT {
  private static final List<String> TINY =
      List.of(
          "--config=conf/quickstart.conf",
          "-Dspark.master=local[2]",
          "-Dspark.ui.enabled=false",
          "-Ddata.held-out=8000",
          "-Ddata.test=1000",
          "-Dtrain.epochs=1",
          "-Dtrain.initial-weights=random");

  @TempDir private static Path images;

  @TempDir private Path folder;

  @BeforeAll
  static void prepare() {
    Outcome prepared = call("prepare", images.resolve("run"));
    assertThat(prepared.code()).as(prepared.text()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void printsWhatCameOutAndPrintsItAgainWhenThatIsDone() throws IOException {
    Path file =
        architecture("{\"network\": \"mnist\", \"layers\": [{\"name\": \"c4\", \"filters\": 48}]}");

    Outcome first = train("--architecture", file.toString(), "--seed", "3");
    Outcome again = train("--architecture", file.toString(), "--seed=3");

    assertThat(first.code()).as(first.text()).isEqualTo(ExitCode.DONE);
    assertThat(first.text())
        .contains("train: done in ", "; test accuracy ")
        .containsPattern("architecture +seed +MACs +parameters +started from +test\n")
        .containsPattern("[0-9a-f]{16} +3 +[\\d,]+ +[\\d,]+ +random weights +\\d+[.]\\d\\d%\n")
        .containsPattern("results: file:" + folder + "/run/trained/[0-9a-f]{16}-seed-3\n");
    assertThat(again.code()).isEqualTo(ExitCode.DONE);
    assertThat(again.text())
        .isEqualTo(
            where()
                + "train: done already\n"
                + first.text().substring(first.text().indexOf("architecture  ")));
  }

  @Test
  void seedIsTheRunsByDefault() throws IOException {
    Path file = architecture("{\"network\": \"mnist\", \"layers\": []}");

    Outcome trained = train("--architecture", file.toString(), "-Drun.seed=5");

    assertThat(trained.text()).contains("-seed-5\n");
  }

  @Test
  void missingFileIsAMistake() {
    assertMistake(
        train("--architecture", "no/such.json"),
        "architecture is no/such.json but there is no such file\n");
  }

  @Test
  void sampleThatIsNotThereIsAMistake() {
    assertMistake(
        train("--sample", "7"),
        "--sample is 7 but must be an iteration and a number in it, such as 12/3\n");
  }

  @Test
  void architectureOfAnotherNetworkIsAMistake() throws IOException {
    Path file = architecture("{\"network\": \"cifar10\", \"layers\": []}");

    assertMistake(
        train("--architecture", file.toString()),
        "network is \"cifar10\" but the architecture is read for mnist (%s)\n".formatted(file));
  }

  @Test
  void folderWithoutImagesIsAMistake() throws IOException {
    Path file = architecture("{\"network\": \"mnist\", \"layers\": []}");

    assertMistake(
        call("train", folder.resolve("run"), "--architecture", file.toString()),
        "folder file:%s/run/data holds no dataset (no dataset.json): run prepare first, or check the path\n"
            .formatted(folder));
  }

  @Test
  void sharedWeightsWithoutASuperNetworkAreAMistake() throws IOException {
    Path file = architecture("{\"network\": \"mnist\", \"layers\": []}");

    assertMistake(
        train("--architecture", file.toString(), "-Dtrain.initial-weights=shared"),
        ("no trained super-network in file:%s/run/supernet: run train-supernet first, or set"
                + " train.initial-weights = random\n")
            .formatted(folder));
  }

  /** What a run says first. */
  private String where() {
    return "run: %s/run\n".formatted(folder);
  }

  private void assertMistake(Outcome outcome, String message) {
    assertThat(outcome.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(outcome.text()).isEqualTo(where() + message);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private Path architecture(String json) throws IOException {
    return Files.writeString(folder.resolve("architecture.json"), json);
  }

  private Outcome train(String... more) {
    List<String> all = new ArrayList<>(List.of("-Ddata.directory=" + images.resolve("run/data")));
    all.addAll(List.of(more));
    return call("train", folder.resolve("run"), all.toArray(new String[0]));
  }

  private record Outcome(int code, String text) {}

  /** What is told of the memory depends on who runs the test. */
  private static String withoutWarnings(String text) {
    return text.replaceAll("(?m)^warning: .*\n", "");
  }

  private static Outcome call(String command, Path run, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "-Drun.directory=" + run));
    arguments.addAll(TINY);
    arguments.addAll(List.of(more));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream before = System.err;
    try (PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
      System.setErr(out);
      int code = Main.run(arguments.toArray(new String[0]), out, out);
      return new Outcome(code, withoutWarnings(text.toString(StandardCharsets.UTF_8)));
    } finally {
      System.setErr(before);
    }
  }
}
