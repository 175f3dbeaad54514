package netadapt.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A process of its own, for what is set when a process starts; it says what it measured in lines of
 * {@code name=value}.
 */
final class Child {
  private static final Pattern SAID = Pattern.compile("([a-z_.0-9]+)=([-+.\\dEeNa]+|Infinity)");

  private Child() {}

  /**
   * Runs a class and waits for it.
   *
   * @param options of Java; they win over those of this process
   * @param threads native threads of each of its tasks
   * @param log where its errors and progress are appended
   * @return what it said, in order
   * @throws IllegalStateException if it fails
   */
  static Map<String, Double> run(
      Class<?> main, List<String> options, int threads, Path log, String... arguments) {
    return run(main, options, threads, log, (name, value) -> {}, arguments);
  }

  /**
   * Runs a class, tells what it says as it says it, and waits for it.
   *
   * @param told each name and value
   */
  static Map<String, Double> run(
      Class<?> main,
      List<String> options,
      int threads,
      Path log,
      ObjDoubleConsumer<String> told,
      String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ", -1)));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    builder.environment().putIfAbsent("SPARK_LOCAL_IP", "127.0.0.1");
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      Map<String, Double> said = new LinkedHashMap<>();
      try (var out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
        BufferedReader lines = new BufferedReader(out);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Matcher matcher = SAID.matcher(line);
          if (matcher.matches()) {
            double value = Double.parseDouble(matcher.group(2));
            said.put(matcher.group(1), value);
            told.accept(matcher.group(1), value);
          }
        }
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "%s ended with code %d: see %s".formatted(main.getSimpleName(), code, log));
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Says one thing measured. */
  static void say(String name, double value) {
    System.out.println(name + "=" + value);
  }
}
