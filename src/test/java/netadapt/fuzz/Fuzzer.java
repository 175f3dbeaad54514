package netadapt.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What Jazzer calls with its inputs, one target in a process; {@code src/fuzz/run.sh} starts it.
 *
 * @see <a href="https://github.com/CodeIntelligenceTesting/jazzer">Jazzer</a>
 */
public final class Fuzzer {
  private static Target target;
  private static long slowestNanos;

  private Fuzzer() {}

  /**
   * Called once. Reads whole files first, so that no input has to wait for classes to be loaded.
   *
   * @param arguments group and name of the target
   */
  public static void fuzzerInitialize(String[] arguments) throws Exception {
    target = Targets.valueOf(arguments[0]).named(arguments[1]);
    for (byte[] seed : target.seeds().make()) {
      target.reading().read(seed);
    }
  }

  /** Called with every input. */
  public static void fuzzerTestOneInput(byte[] input) throws Throwable {
    long began = System.nanoTime();
    target.take(input);
    slowestNanos = Math.max(slowestNanos, System.nanoTime() - began);
  }

  /** Called at the end. */
  public static void fuzzerTearDown() {
    System.err.printf("slowest input: %d ms%n", slowestNanos / 1_000_000);
  }

  /**
   * Writes the seeds of all targets into folders of their names, and prints of each target its
   * group, its name, its cost and the length of its longest input.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws Exception {
    for (Targets group : Targets.values()) {
      for (Target one : group.stream().toList()) {
        write(Path.of(arguments[0], one.name()), one.seeds().make());
        System.out.printf("%s %s %d %d%n", group, one.name(), one.cost(), one.longest());
      }
    }
  }

  private static void write(Path folder, List<byte[]> seeds) throws IOException {
    for (int i = 0; i < seeds.size(); i++) {
      Scratch.write(folder.resolve("seed-" + i), seeds.get(i));
    }
  }
}
