package netadapt.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import netadapt.arch.RandomNetworks;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ONNX Runtime frees its environment as the process ends. A thread that was inside then took the
 * JVM down.
 */
class ProcessEndTest {
  private static final int CODE = 7;
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;

  @Test
  void aProcessThatExitsWhileThreadsComputeEndsWithItsCode() throws Exception {
    assertThat(endOf(start("exit"))).isEqualTo(CODE);
    assertThat(folder).isEmptyDirectory(); // no hs_err file
  }

  @Test
  void aProcessThatIsTerminatedWhileThreadsComputeEndsAsTerminated() throws Exception {
    Process process = start("wait");
    process.destroy();

    assertThat(endOf(process)).isEqualTo(TERMINATED);
    assertThat(folder).isEmptyDirectory();
  }

  /** A process whose threads are computing. */
  private Process start(String end) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-CreateCoredumpOnCrash",
            Computing.class.getName(),
            end);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
    String said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    assertThat(said).isEqualTo("computing");
    return process;
  }

  private static int endOf(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ends in time").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Loads and runs models in daemon threads, as Spark's tasks do, until the process ends. */
  static final class Computing {
    private static final int THREADS = 4;

    public static void main(String[] arguments) throws InterruptedException {
      RandomNetworks random = new RandomNetworks(3);
      SuperNetwork network = random.network();
      byte[] model = OnnxModel.write(SubNetwork.full(network), random.weights(network), Map.of());
      float[] image = random.image(network);
      CountDownLatch computing = new CountDownLatch(THREADS);
      for (int i = 0; i < THREADS; i++) {
        Thread thread = new Thread(() -> compute(model, image, computing));
        thread.setDaemon(true);
        thread.start();
      }
      computing.await();
      System.out.println("computing");
      if (arguments[0].equals("exit")) {
        System.exit(CODE);
      }
      new CountDownLatch(1).await();
    }

    private static void compute(byte[] model, float[] image, CountDownLatch computing) {
      while (true) {
        try (OnnxClassifier classifier = new OnnxClassifier("random", model, 1)) {
          classifier.logits(image, 1);
          computing.countDown();
        }
      }
    }
  }
}
