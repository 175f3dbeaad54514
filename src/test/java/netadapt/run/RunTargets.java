package netadapt.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import netadapt.BadInput;
import netadapt.arch.Activation;
import netadapt.arch.SuperNetwork;
import netadapt.cost.CostTable;
import netadapt.cost.CostTable.Row;
import netadapt.cost.Operator;
import netadapt.cost.Operator.Kind;
import netadapt.cost.PaperNetworks;
import netadapt.fuzz.Scratch;
import netadapt.fuzz.Target;
import netadapt.report.MadeUpRun;
import netadapt.search.Score;

/** Tables of costs, and what a run directory holds. */
public final class RunTargets {
  private static final SuperNetwork TINY = PaperNetworks.tiny();
  private static final Path RUN = Scratch.folder("run");

  private RunTargets() {}

  public static List<Target> all() {
    return List.of(
        costs("cost-csv", 5, "costs.csv"),
        costs("cost-parquet", 50, "costs.parquet"),
        samples(),
        json(
            "results",
            MadeUpRun.RESULTS,
            text -> ResultsJson.write(ResultsJson.read(text, "results.json"))),
        json(
            "lease",
            LeaseHolder.here("app", Instant.EPOCH).json(),
            text -> LeaseHolder.parse(text).map(LeaseHolder::json)),
        json(
            "prepared-dataset",
            "{\"id\":\"a\",\"classes\":[\"0\",\"1\"],\"height\":2,\"width\":2,\"channels\":1,\"counts\":{\"train\":3}}",
            text -> PreparedDataset.read(text, "dataset.json")),
        trained());
  }

  private static Target costs(String name, int cost, String file) {
    String path = RUN.resolve(file).toString();
    Operator operator = new Operator(Kind.CONVOLUTION, 3, 24, 3, 1, 32, 32, Activation.HARD_SWISH);
    CostTable table =
        new CostTable(
            "latency_ms",
            Map.of("device", "board, the blue one"),
            List.of(new Row(operator, 0.0125, 0.0003, 50), new Row(Operator.NETWORK, 0.02, 0, 0)));
    return new Target(
        name,
        cost,
        8192,
        () -> {
          Files.createDirectories(RUN);
          CostTableFile.write(table, path, Scratch.HADOOP);
          return List.of(Files.readAllBytes(Path.of(path)));
        },
        bytes -> {
          Scratch.write(Path.of(path), bytes);
          CostTableFile.read(path, "latency.table", Scratch.HADOOP);
        },
        List.of(BadInput.class));
  }

  private static Target samples() {
    Path file = RUN.resolve("scores/all.parquet");
    return new Target(
        "samples",
        100,
        16384,
        () -> {
          RunDirectory directory = directory();
          ScoreTable.of(
                  ScoreTable.newFile(directory, "seed"),
                  TINY,
                  List.of(TINY.full(), TINY.smallest()),
                  List.of(
                      new Score(0, 0.75, 0.2, 3, 4, false, 2, 1, "driver"),
                      Score.failed(1, 2, "driver")),
                  new Provenance(
                      "run", "digits", "w1", 5, "top-1", "running", 0, 0, OptionalDouble.empty()))
              .write(directory);
          Path seed = RUN.resolve("scores/seed.parquet");
          byte[] bytes = Files.readAllBytes(seed);
          Files.delete(seed);
          return List.of(bytes);
        },
        bytes -> {
          Scratch.write(file, bytes);
          RunDirectory directory = directory();
          Costs.further(
              ParquetTable.columnsOf(
                  new org.apache.hadoop.fs.Path(file.toString()), directory.hadoop()));
          ScoreTable.read(directory, "all");
        },
        List.of(BadInput.class));
  }

  private static RunDirectory directory() {
    return new RunDirectory(RUN.toString(), Scratch.HADOOP);
  }

  /** The folder of a network that is trained by itself. */
  private static Target trained() {
    TrainedFolder folder = TrainedFolder.of(directory(), "abc", 1);
    Path local = Path.of(folder.path().toUri().getPath());
    return new Target(
        "trained-network",
        10,
        1024,
        () ->
            List.of(
                ("{\"architecture_id\":\"abc\",\"seed\":1,\"macs\":5,\"params\":6,"
                        + "\"initial_weights\":\"random\",\"teacher\":\"t\",\"teacher_id\":\"u\","
                        + "\"test_metric\":\"top-1\",\"test_accuracy\":0.5}")
                    .getBytes(UTF_8)),
        bytes -> {
          Scratch.write(local.resolve("result.json"), bytes);
          Scratch.write(local.resolve("teacher.json"), bytes);
          folder.result();
          folder.teacher();
        },
        List.of(BadInput.class));
  }

  private interface TextReading {
    Object read(String text) throws IOException;
  }

  private static Target json(String name, String seed, TextReading reading) {
    return new Target(
        name,
        1,
        2048,
        () -> List.of(seed.getBytes(UTF_8)),
        bytes -> reading.read(new String(bytes, UTF_8)),
        List.of(BadInput.class));
  }
}
