package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The numbers of a cluster are those of {@code docs/cluster.md} everywhere: its examples follow
 * from the machines there, the scripts take them, and the files that do without the scripts have
 * their defaults.
 */
class ClusterNumbersTest {
  private static final int BESIDE_ARRAYS = 2;

  @TempDir private Path folder;

  /** An example of the documentation: a machine, and what is set for it. */
  private record Example(Map<String, String> values) {
    int number(String row) {
      return Integer.parseInt(values.get(row).replaceAll("[^0-9].*", ""));
    }

    /** The variables of the scripts, which stand in the rows' names. */
    Map<String, String> variables() {
      return values.entrySet().stream()
          .filter(row -> row.getKey().startsWith("NETADAPT_"))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }

  private static List<Example> examples() throws IOException {
    String section =
        Files.readString(Path.of("docs/cluster.md"))
            .split("\n## How the numbers follow from a machine\n")[1]
            .split("\n## ")[0];
    List<Example> examples = new ArrayList<>();
    for (String line : section.lines().filter(each -> each.startsWith("| ")).toList()) {
      List<String> cells =
          Arrays.stream(line.substring(1).split("\\|"))
              .map(cell -> cell.replace("`", "").strip())
              .toList();
      for (int i = 2; i < cells.size(); i++) {
        if (examples.size() < i - 1) {
          examples.add(new Example(new TreeMap<>()));
        }
        examples.get(i - 2).values().put(cells.get(0), cells.get(i));
      }
    }
    return examples;
  }

  @Test
  void examplesFollowFromTheirMachines() throws IOException {
    assertThat(examples()).hasSize(3);
    for (Example example : examples()) {
      int gpus = example.number("GPUs of a machine");
      int cores = example.number("cores of a machine");
      int onMachine = gpus > 0 ? gpus : cores / 4;
      int executorCores = cores / onMachine;
      int container = example.number("memory of a machine") / onMachine;
      int heap = (container - BESIDE_ARRAYS) / 2;
      int arrays = container - BESIDE_ARRAYS - heap;
      int taskCores = gpus > 0 ? executorCores : 1;
      int executors = onMachine * example.number("machines");

      assertThat(example.number("executors on a machine")).isEqualTo(onMachine);
      assertThat(example.number("NETADAPT_EXECUTORS")).isEqualTo(executors);
      assertThat(example.number("NETADAPT_CORES")).isEqualTo(executorCores);
      assertThat(example.number("memory of an executor")).isEqualTo(container);
      assertThat(example.number("NETADAPT_MEMORY")).isEqualTo(heap);
      assertThat(example.number("NETADAPT_NATIVE_MEMORY")).isEqualTo(arrays);
      assertThat(example.number("spark.executor.memoryOverhead")).isEqualTo(arrays + BESIDE_ARRAYS);
      assertThat(example.number("NETADAPT_GPUS")).isEqualTo(gpus > 0 ? 1 : 0);
      assertThat(example.number("spark.task.cpus")).isEqualTo(taskCores);
      assertThat(example.number("native threads of a task")).isEqualTo(taskCores);
      assertThat(example.number("tasks at a time in an executor"))
          .isEqualTo(executorCores / taskCores);
      assertThat(example.number("workers")).isEqualTo(executors * executorCores / taskCores);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn.sh", "kubernetes.sh", "standalone.sh"})
  void scriptsTakeTheExamplesNumbers(String script) throws Exception {
    for (Example example : examples()) {
      Map<String, String> settings =
          FakeSpark.echoing(folder).settings(script, example.variables());

      assertThat(settings)
          .containsEntry("spark.executor.instances", example.values().get("NETADAPT_EXECUTORS"))
          .containsEntry("spark.executor.cores", example.values().get("NETADAPT_CORES"))
          .containsEntry("spark.executor.memory", example.values().get("NETADAPT_MEMORY"))
          .containsEntry(
              "spark.executor.memoryOverhead",
              example.values().get("spark.executor.memoryOverhead"));
      assertThat(settings.get("spark.executor.extraJavaOptions"))
          .contains("javacpp.maxbytes=" + example.values().get("NETADAPT_NATIVE_MEMORY") + " ");
      assertThat(settings.getOrDefault("spark.task.cpus", "1"))
          .isEqualTo(example.values().get("spark.task.cpus"));
      assertThat(settings.getOrDefault("spark.task.resource.gpu.amount", "–"))
          .isEqualTo(example.values().get("spark.task.resource.gpu.amount"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn", "kubernetes", "standalone"})
  void defaultsAreTheFirstExample(String kind) throws Exception {
    FakeSpark spark = FakeSpark.echoing(folder);

    assertThat(spark.settings(kind + ".sh", Map.of()))
        .isEqualTo(spark.settings(kind + ".sh", examples().get(0).variables()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn", "kubernetes", "standalone"})
  void filesOfSettingsHaveTheScriptsDefaults(String kind) throws Exception {
    String file = Files.readString(Path.of("conf/spark/" + kind + ".conf"));

    assertThat(settings(file)).isEqualTo(ofTheScript(kind, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn", "kubernetes", "standalone"})
  void filesOfSettingsHaveTheScriptsGpus(String kind) throws Exception {
    String file = Files.readString(Path.of("conf/spark/" + kind + ".conf"));

    assertThat(settings(file.replace("\n#spark.", "\nspark.")))
        .isEqualTo(ofTheScript(kind, Map.of("NETADAPT_GPUS", "1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "scheduled"})
  void manifestsHaveTheScriptsDefaults(String name) throws Exception {
    Map<String, String> script = FakeSpark.echoing(folder).settings("kubernetes.sh", Map.of());
    Map<?, ?> spec = spec(name);
    Map<?, ?> driver = (Map<?, ?>) spec.get("driver");
    Map<?, ?> executor = (Map<?, ?>) spec.get("executor");

    assertThat(String.valueOf(executor.get("instances")))
        .isEqualTo(script.get("spark.executor.instances"));
    assertThat(String.valueOf(executor.get("cores"))).isEqualTo(script.get("spark.executor.cores"));
    for (String who : List.of("driver", "executor")) {
      Map<?, ?> pod = (Map<?, ?>) spec.get(who);
      assertThat(pod.get("memory")).isEqualTo(script.get("spark." + who + ".memory"));
      assertThat(pod.get("memoryOverhead"))
          .isEqualTo(script.get("spark." + who + ".memoryOverhead"));
      assertThat(pod.get("javaOptions"))
          .isEqualTo(script.get("spark." + who + ".extraJavaOptions"));
    }
    assertThat(variables(executor)).isEqualTo(withPrefix(script, "spark.executorEnv."));
    assertThat(variables(driver))
        .containsAllEntriesOf(withPrefix(script, "spark.kubernetes.driverEnv."));
    assertThat((Map<?, ?>) spec.get("sparkConf"))
        .isEqualTo(withPrefixKept(script, "spark.scheduler."));
  }

  private static Map<?, ?> spec(String name) throws IOException {
    Map<?, ?> manifest =
        new Yaml().load(Files.readString(Path.of("submit/kubernetes/" + name + ".yaml")));
    Map<?, ?> spec = (Map<?, ?>) manifest.get("spec");
    return spec.containsKey("template") ? (Map<?, ?>) spec.get("template") : spec;
  }

  /** Variables of a pod that have a value of their own. */
  private static Map<String, String> variables(Map<?, ?> pod) {
    Map<String, String> variables = new TreeMap<>();
    for (Object each : (List<?>) pod.get("env")) {
      Map<?, ?> variable = (Map<?, ?>) each;
      if (variable.containsKey("value")) {
        variables.put((String) variable.get("name"), (String) variable.get("value"));
      }
    }
    return variables;
  }

  private static Map<String, String> withPrefix(Map<String, String> settings, String prefix) {
    Map<String, String> chosen = new TreeMap<>();
    withPrefixKept(settings, prefix)
        .forEach((key, value) -> chosen.put(key.substring(prefix.length()), value));
    return chosen;
  }

  private static Map<String, String> withPrefixKept(Map<String, String> settings, String prefix) {
    Map<String, String> chosen = new TreeMap<>(settings);
    chosen.keySet().removeIf(key -> !key.startsWith(prefix));
    return chosen;
  }

  /** Without what is the user's own, and with files named as from the checkout. */
  private Map<String, String> ofTheScript(String kind, Map<String, String> variables)
      throws Exception {
    Map<String, String> settings = FakeSpark.echoing(folder).settings(kind + ".sh", variables);
    settings.remove("spark.kubernetes.container.image");
    if (!kind.equals("yarn")) {
      settings.remove("spark.master");
    }
    String checkout = Path.of("").toAbsolutePath() + "/";
    settings.replaceAll((key, value) -> value.replace(checkout, ""));
    return settings;
  }

  private static Map<String, String> settings(String file) throws IOException {
    Properties properties = new Properties(); // as Spark reads them
    properties.load(new StringReader(file));
    Map<String, String> settings = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    return settings;
  }
}
