package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.cost.CostTable;
import netadapt.cost.Operators;
import netadapt.run.CostTableFile;
import netadapt.settings.NetworkFile;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanCommandTest {
  private static final String QUICKSTART = "conf/quickstart.conf";

  @TempDir private Path folder;

  static Stream<Path> configurations() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("conf"))) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void everyConfigurationIsPlannedWithoutData(Path file) throws IOException {
    Invocation planned = plan(file.toString(), needed(file).toArray(new String[0]));

    assertThat(planned.err()).doesNotContain("Exception");
    assertThat(planned.code()).isEqualTo(ExitCode.DONE);
    assertThat(planned.out()).contains("sub-networks").contains("can be met");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void everyConfigurationIsPlannedInFullOnceImagesAreThere(Path file) throws Exception {
    List<String> options = new ArrayList<>(needed(file));
    options.add("-Ddata.directory=" + prepared(network(file)));
    Invocation planned = plan(file.toString(), options.toArray(new String[0]));

    assertThat(planned.code()).isEqualTo(ExitCode.DONE);
    assertThat(planned.out()).contains("100,000 to train on").contains("V100").contains("CO2");
    assertThat(planned.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(101));
  }

  /** 10,000 digits: 8,000 to train on, 1,000 held out, and 512 to calibrate on. */
  @Test
  void quickstartsNumbersAreThoseByHand() throws Exception {
    JsonNode plan = json("-Dspark.master=local[2]", "-Dsearch.strategy=descent");

    assertThat(plan.path("images").path("train").asInt()).isEqualTo(8000);
    assertThat(plan.path("goals").get(0).path("most").asDouble()).isEqualTo(0.75 * 849_936);
    JsonNode supernet = plan.path("supernet");
    assertThat(supernet.path("steps").asInt()).isEqualTo(20 * 62); // 4,000 / 64 of each worker
    assertThat(supernet.path("rounds").asInt()).isEqualTo(39); // by 32
    assertThat(supernet.path("state_bytes").asInt()).isEqualTo(4 * (22_050 + 2 * 21_122));
    assertThat(plan.path("trainings")).hasSize(3);
    assertThat(plan.path("trainings").get(0).path("steps").asInt()).isEqualTo(32 * 62);
    // 5, 4.9, 4.802, 4.706, 4.612 % are 24.02, so that six come to 75%; then from 4.52% on, six to
    // 50%
    JsonNode search = plan.path("search");
    assertThat(search.path("iterations").asInt()).isEqualTo(12);
    assertThat(search.path("fewest_iterations").asInt()).isEqualTo(12);
    assertThat(search.path("samples").asInt()).isEqualTo(1 + 12 * 48);
    assertThat(search.path("images_per_sample").asInt()).isEqualTo(1512);
    assertThat(plan.path("goals").get(0).path("iterations").asInt()).isEqualTo(6);
    assertThat(bytes(plan, "search: shared weights, once")).isEqualTo(4 * 22_050);
    assertThat(bytes(plan, "train-supernet: weights and optimizer, every round"))
        .isEqualTo(39L * 4 * (22_050 + 2 * 21_122));
    assertThat(bytes(plan, "trainings: training images")).isEqualTo(8000 * 784);
    // Of a V100: its forward passes, without averaging.
    JsonNode alone = plan.path("devices").get(0).path("hours").get(0);
    assertThat(alone.path("train_supernet").asDouble())
        .isCloseTo(20.0 * 125 * 64 * 849_936 / 255e9 / 3600, Offset.offset(1e-12));
  }

  @Test
  void aBudgetThatCannotBeMetIsToldBeforeAnythingRuns() throws IOException {
    String[] options = {"-Dsearch.budgets=[0.9, 5]", "-Drun.directory=" + folder.resolve("run")};
    String message =
        "search.budgets is 5.0 but must be at least what the smallest sub-network of mnist has, 10"
            + " MACs (-Dsearch.budgets=[0.9, 5])\n";

    Invocation planned = plan(QUICKSTART, options);
    Invocation run = call("run", QUICKSTART, options);

    assertThat(planned.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(planned.out()).contains("can be met").contains("cannot be met");
    assertThat(planned.err()).endsWith(message);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).isEqualTo(message);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aLimitThatCannotBeMetIsTold() {
    Invocation planned = plan(QUICKSTART, "-Dsearch.limits={params = 5}");

    assertThat(planned.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(planned.err())
        .contains("search.limits.params is 5.0 but must be above 0 and at least what the smallest");
  }

  @Test
  void imagesThatAreThereAndOfNoUseAreTold() throws IOException {
    Path folder = Files.createDirectory(this.folder.resolve("imagenet"));
    Files.writeString(folder.resolve("ILSVRC2012_img_train.tar"), "noise");

    Invocation planned =
        plan(QUICKSTART, "-Ddata.source=imagenet", "-Ddata.path=" + folder, "-Ddata.channels=1");

    assertThat(planned.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(planned.err()).contains("ILSVRC2012_img_train.tar");
  }

  @Test
  void workersWithoutAMinibatchAreTold() {
    Invocation planned = plan(QUICKSTART, "-Dsupernet.workers=200");

    assertThat(planned.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(planned.err())
        .contains("supernet.batch is 64 but must be at most 40, the images of the smallest of 200");
  }

  /** As docs/running.md has it: executors as submit/yarn.sh asks for them. */
  @Test
  void aClusterThatIsNotAtHandIsPlannedWithoutWarningsOfItsOptions() {
    Invocation planned =
        plan(
            QUICKSTART,
            "-Dspark.master=yarn",
            "-Dspark.executor.instances=8",
            "-Dspark.executor.cores=4",
            "-Dspark.executor.memory=4g",
            "-Dspark.executor.memoryOverhead=6g",
            "-Dspark.executor.extraJavaOptions=\"-Dorg.bytedeco.javacpp.maxbytes=4g"
                + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0\"");

    assertThat(planned.code()).isEqualTo(ExitCode.DONE);
    assertThat(planned.err()).doesNotContain("spark.executor");
  }

  @Test
  void initialWeightsThatAreMissingAreTold() {
    Invocation planned = plan(QUICKSTART, "-Dsupernet.initial-weights=none.onnx");

    assertThat(planned.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(planned.err())
        .contains("supernet.initial-weights is none.onnx but that cannot be read");
  }

  @Test
  void aTeacherThatIsMissingOrNoModelIsTold() throws IOException {
    Invocation odd = plan(QUICKSTART, "-Dtrain.teacher=a:b");
    assertThat(odd.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(odd.err()).contains("train.teacher is a:b but that cannot be read");

    Path missing = folder.resolve("missing.onnx");
    Path text = Files.writeString(folder.resolve("text.onnx"), "no model");

    Invocation without = plan(QUICKSTART, "-Dtrain.teacher=" + missing);
    Invocation wrong = plan(QUICKSTART, "-Dtrain.teacher=" + text);

    assertThat(without.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(without.err()).contains("train.teacher is " + missing + " but that cannot be read");
    assertThat(wrong.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(wrong.err()).contains(text.toString()).doesNotContain("Exception in");
  }

  @Test
  void samplesThatCannotBeFineTunedAreTold() {
    Invocation planned =
        plan(
            QUICKSTART,
            "-Dsearch.strategy=descent",
            "-Dscoring.fine-tune-steps=5",
            "-Dscoring.batch-norm=running",
            "-Dtrain.batch=9000");

    assertThat(planned.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(planned.err())
        .contains("train.batch is 9000 but must be at most 8000, the training images");
  }

  @Test
  void thisMachineIsMeasured() throws Exception {
    Invocation planned = call("plan", QUICKSTART, "--json");
    JsonNode core = new ObjectMapper().readTree(planned.out()).path("devices").get(0);

    assertThat(core.path("source").asText()).isEqualTo("measured here now");
    assertThat(core.path("training_macs_per_second").asDouble()).isPositive();
    assertThat(core.path("scoring_macs_per_second").asDouble()).isPositive();
  }

  private JsonNode json(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--json");
    return new ObjectMapper().readTree(plan(QUICKSTART, all.toArray(new String[0])).out());
  }

  private static double bytes(JsonNode plan, String what) {
    for (JsonNode volume : plan.path("bytes")) {
      if (volume.path("what").asText().equals(what)) {
        return volume.path("most").asDouble();
      }
    }
    throw new AssertionError("no bytes of " + what + " in " + plan.path("bytes"));
  }

  private Invocation plan(String file, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--no-measure");
    return call("plan", file, all.toArray(new String[0]));
  }

  /** In a directory of its own, whatever runs there are in the configuration's. */
  private Invocation call(String command, String file, String... options) {
    List<String> all = new ArrayList<>(List.of(command, "--config", file));
    all.addAll(List.of(options));
    if (all.stream().noneMatch(option -> option.startsWith("-Drun.directory="))) {
      all.add("-Drun.directory=" + folder.resolve("run"));
    }
    return Invocation.of(all.toArray(new String[0]));
  }

  /** What a configuration leaves to its user: the folder of images and a table of latencies. */
  private List<String> needed(Path file) throws IOException {
    List<String> options = new ArrayList<>();
    options.add("-Drun.directory=" + folder.resolve("run"));
    String text = Files.readString(file);
    if (text.contains("source = ") && !text.contains("source = rooms")) {
      options.add("-Ddata.path=" + folder.resolve("nowhere"));
    }
    if (text.contains("latency.table")) {
      options.add("-Dlatency.table=" + table(network(file)));
    }
    return options;
  }

  private static SuperNetwork network(Path file) throws IOException {
    String name = Files.readString(file).replaceFirst("(?s).*?network = (\\S+).*", "$1");
    return NetworkFile.open(name).network();
  }

  /** A table in which every operator takes as long. */
  private Path table(SuperNetwork network) throws IOException {
    List<CostTable.Row> rows = new ArrayList<>();
    Operators.reachable(network).forEach(one -> rows.add(new CostTable.Row(one, 0.25, 0, 0)));
    Path file = folder.resolve("latency.csv");
    CostTableFile.write(
        new CostTable("latency_ms", Map.of(), rows), file.toString(), new Configuration());
    return file;
  }

  /** A dataset of which there is only what it says of itself. */
  private Path prepared(SuperNetwork network) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    var dataset = mapper.createObjectNode().put("id", "made-up");
    Shape image = network.input();
    dataset.put("height", image.height()).put("width", image.width());
    dataset.put("channels", image.channels());
    dataset.putArray("classes");
    if (network.pixelwise()) {
      dataset.put("target", "depth-metres").withArray("classes").add("depth");
    } else {
      for (int label = 0; label < network.classes(); label++) {
        dataset.withArray("classes").add("class " + label);
      }
    }
    dataset.putObject("counts").put("train", 100_000).put("held-out", 10_000).put("test", 5000);
    Path directory = Files.createDirectories(folder.resolve("data"));
    mapper.writeValue(directory.resolve("dataset.json").toFile(), dataset);
    return directory;
  }
}
