package netadapt.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Does memory stay flat over many elastic steps? Megabytes of the process, of the arrays that
 * JavaCPP knows (ND4J's own are not among them) and of Java's heap after garbage collection, before
 * and after. Half as many steps come first, in which Java compiles and every shape is met, for
 * which things are made once.
 *
 * <pre>submit/benchmark.sh soak</pre>
 */
final class Soak {
  private static final double MEGABYTE = 1 << 20;

  private Soak() {}

  /**
   * @param arguments workload; steps
   */
  public static void main(String[] arguments) throws Exception {
    Workload work = Workload.of(arguments[0]);
    int steps = Integer.parseInt(arguments[1]);
    ComputationGraph graph = work.elastic();
    for (int step = -steps / 2; step < steps; step++) {
      if (step == 0) {
        tell("before");
      }
      graph.fit(work.images(step));
    }
    tell("after");
  }

  private static void tell(String when) throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) { // arrays are freed by a thread that the collector wakes
      System.gc();
      Thread.sleep(300);
    }
    Runtime runtime = Runtime.getRuntime();
    Child.say(when + ".process", residentKilobytes() / 1024);
    Child.say(when + ".arrays", Pointer.totalBytes() / MEGABYTE);
    Child.say(when + ".heap", (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE);
  }

  /** From Linux; not a number elsewhere. */
  private static double residentKilobytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(Double.NaN);
  }
}
