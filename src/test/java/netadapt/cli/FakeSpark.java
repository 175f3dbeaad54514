package netadapt.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A {@code spark-submit} that only says what it was asked for, and the scripts that call it. */
final class FakeSpark {
  private static final Map<String, String> OPTIONS =
      Map.of(
          "--master", "spark.master",
          "--driver-memory", "spark.driver.memory",
          "--executor-memory", "spark.executor.memory",
          "--executor-cores", "spark.executor.cores");

  private final Path home;

  /** Made in a folder; {@code program} is what it does, as lines of a shell. */
  FakeSpark(Path folder, String program) throws IOException {
    home = folder;
    write(folder.resolve("bin/spark-submit"), "#!/usr/bin/env bash\n" + program + "\n");
  }

  /** One that writes its options, each on a line. */
  static FakeSpark echoing(Path folder) throws IOException {
    return new FakeSpark(folder, "printf '%s\\n' \"$@\"");
  }

  record Output(int code, List<String> lines) {
    String text() {
      return String.join("\n", lines);
    }
  }

  /** Runs a script of {@code submit} with further variables. */
  Output run(String script, Map<String, String> variables, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", "submit/" + script));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("NETADAPT_"));
    builder.environment().keySet().removeAll(List.of("OMP_NUM_THREADS", "OMP_WAIT_POLICY"));
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", home.toString(),
                "NETADAPT_JAR", "any.jar",
                "NETADAPT_MASTER", "any://master",
                "NETADAPT_IMAGE", "any"));
    builder.environment().putAll(variables);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Output(process.waitFor(), said.lines().toList());
  }

  /** The settings of Spark that a script asks for. */
  Map<String, String> settings(String script, Map<String, String> variables) throws Exception {
    Output output = run(script, variables, "run");
    assertThat(output.code()).as(output.text()).isZero();
    Map<String, String> settings = new TreeMap<>();
    List<String> words = output.lines();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).equals("--conf")) {
        String[] setting = words.get(i + 1).split("=", 2);
        settings.put(setting[0], setting[1].strip());
      } else if (OPTIONS.containsKey(words.get(i))) {
        settings.put(OPTIONS.get(words.get(i)), words.get(i + 1));
      }
    }
    return settings;
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
