package netadapt.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the figures hold for. */
final class Machine {
  private static final Path CPU = Path.of("/proc/cpuinfo");
  private static final List<String> INSTRUCTIONS =
      List.of("avx2", "fma", "avx512f", "avx512_vnni", "amx_tile");

  private Machine() {}

  /** Processor, instruction sets, cores, Java, native threads and the load before the start. */
  static String describe() {
    List<String> facts = new ArrayList<>();
    facts.add(cpu("model name"));
    List<String> flags = List.of(cpu("flags").split(" ", -1));
    facts.add(String.join(" ", INSTRUCTIONS.stream().filter(flags::contains).toList()));
    facts.add(Runtime.getRuntime().availableProcessors() + " cores");
    facts.add("Java " + Runtime.version());
    facts.add("OMP_NUM_THREADS=" + threads());
    facts.add(
        String.format(
            Locale.ROOT,
            "load %.1f before the start",
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    facts.add("commit " + System.getProperty("netadapt.commit", "unknown"));
    return String.join(", ", facts);
  }

  /** Native threads of the rows that do not choose them. */
  static int threads() {
    String set = System.getenv("OMP_NUM_THREADS");
    return set == null ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(set);
  }

  private static String cpu(String key) {
    try {
      return !Files.exists(CPU)
          ? System.getProperty("os.arch")
          : Files.readAllLines(CPU).stream()
              .filter(line -> line.startsWith(key))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
