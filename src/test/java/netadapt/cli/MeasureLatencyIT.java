package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import netadapt.cost.CostTable;
import netadapt.cost.TableCost;
import netadapt.run.CostTableFile;
import netadapt.settings.NetworkFile;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureLatencyIT {
  /** What the script ends with where some networks never took the same time twice. */
  private static final int START_AGAIN = 4;

  private static final int TRIES = 15;

  @TempDir private Path folder;
  private String network;
  private String table;

  @BeforeEach
  void writeNetwork() throws IOException {
    Path file = folder.resolve("tiny.conf");
    Files.writeString(
        file,
        """
        name = tiny
        input { height = 16, width = 16, channels = 3 }
        classes = 4
        width-choices = 4
        bypass-budget = 64
        blocks = [
          { name = c1, type = conv, filters = 8, kernel = 3, stride = 2, activation = relu }
          { name = b2, type = mobile, expand = 12, filters = 8, kernel = 5, stride = 1,
            activation = hard-swish, squeeze-excite = true }
          { name = pool, type = global-average-pool }
          { name = classifier, type = dense }
        ]
        """);
    network = file.toString();
    table = folder.resolve("here.csv").toString();
  }

  private Invocation measure(String... options) {
    List<String> all =
        Stream.concat(Stream.of("measure-latency", network), Stream.of(options)).toList();
    return Invocation.of(all.toArray(String[]::new));
  }

  /**
   * Where the machine is too busy to measure, the command says so, and is given again; where it
   * stays so, nothing is tested.
   */
  private Invocation measured() {
    Invocation measured = measure("--out", table, "--runs", "8");
    for (int more = 0; more < 2 && measured.code() == 4; more++) {
      assertThat(measured.err()).contains("did not take the same time twice");
      measured = measure("--out", table, "--runs", "8");
    }
    assumeThat(measured.code()).as("the machine is too busy to measure").isNotEqualTo(4);
    return measured;
  }

  @Test
  void theTableOfThisMachineKnowsAllThatASearchMayComeTo() throws IOException {
    Invocation measured = measured();

    assertThat(measured.code()).isZero();
    assertThat(measured.out())
        .contains("table: " + table, "checked by ", " other networks: off by ")
        .contains("to search by it: -Dlatency.table=" + table + " -Dsearch.metric=latency_ms");
    CostTable written = CostTableFile.read(table, "--out", new Configuration());
    new TableCost(written, table).check(NetworkFile.open(network).network());
    assertThat(written.about())
        .containsEntry("network", "tiny")
        .containsEntry("threads", "1")
        .containsKeys("processor", "runtime");
    assertThat(written.rows()).anyMatch(row -> row.cost() > 0 && row.runs() >= 24);
  }

  @Test
  void anotherDeviceMeasuresItselfByTheModelsThatAreExported() throws IOException {
    Path models = folder.resolve("models");
    Invocation exported = measure("--export-models", models.toString());

    assertThat(exported.code()).isZero();
    assertThat(exported.out()).contains("python3 " + models.resolve("measure.py"));
    JsonNode manifest = new ObjectMapper().readTree(models.resolve("manifest.json").toFile());
    int count = manifest.path("models").asInt();
    try (Stream<Path> files = Files.list(models)) {
      assertThat(files.filter(file -> file.toString().endsWith(".onnx"))).hasSize(count);
    }
    assertThat(measure("--export-models", models.toString()).err())
        .contains(models + " is not empty: empty it, or name another folder\n");
  }

  /** Skipped without a {@code python3} that has onnxruntime and numpy. */
  @Test
  void theScriptMeasuresTheModelsThatAreExported() throws Exception {
    assumeThat(python("-c", "import onnxruntime, numpy"))
        .as("skipped: there is no python3 with onnxruntime and numpy")
        .isZero();
    Path models = folder.resolve("models");
    assertThat(measure("--export-models", models.toString()).code()).isZero();
    String script = models.resolve("measure.py").toString();
    Path written = folder.resolve("board.jsonl");

    assertThat(measured(script, "--runs", "8", "--out", written.toString())).isZero();
    List<String> lines = Files.readAllLines(written);
    // As if it had been killed while it wrote.
    Files.writeString(written, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n{\"netw");
    assertThat(measured(script, "--runs", "8", "--out", written.toString())).isZero();

    // What was there is not measured again; on a busy machine some that disagree are, as before.
    assertThat(Files.readAllLines(written))
        .startsWith(lines.subList(0, lines.size() - 1).toArray(String[]::new))
        .hasSizeGreaterThanOrEqualTo(lines.size());
    Invocation imported = measure("--import", written.toString(), "--out", table);
    if (imported.code() == 2) {
      assertThat(imported.err()).contains(" lacks two timings that agree of "); // it was too busy
    } else {
      CostTable read = CostTableFile.read(table, "--out", new Configuration());
      new TableCost(read, table).check(NetworkFile.open(network).network());
    }
  }

  /** Starts the script again where it asks for that: other work may disturb it for a while. */
  private static int measured(String... arguments) throws InterruptedException {
    int code = START_AGAIN;
    for (int i = 0; i < TRIES && code == START_AGAIN; i++) {
      code = python(arguments);
    }
    return code;
  }

  private static int python(String... arguments) throws InterruptedException {
    List<String> line = Stream.concat(Stream.of("python3"), Stream.of(arguments)).toList();
    try {
      return new ProcessBuilder(line).inheritIO().start().waitFor();
    } catch (IOException e) { // there is no such program
      return -1;
    }
  }

  @Test
  void whatCannotBeWrittenOrReadIsOneMessage() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    Invocation toAFile = measure("--export-models", file.toString());
    assertThat(toAFile.code()).isEqualTo(2);
    assertThat(toAFile.err()).isEqualTo(file + " is a file: name a folder\n");
    Invocation empty = measure("--import", file.toString());
    assertThat(empty.code()).isEqualTo(2);
    assertThat(empty.err()).isEqualTo(file + " holds no timings\n");
    Invocation toAFolder = measure("--out", folder.toString());
    assertThat(toAFolder.code()).isEqualTo(2);
    assertThat(toAFolder.err()).isEqualTo("--out is " + folder + " but that is a folder\n");
  }
}
