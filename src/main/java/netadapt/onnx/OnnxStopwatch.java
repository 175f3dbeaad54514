package netadapt.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.arch.Shape;

/** Times models on this machine, as their users would run them: one image after the other. */
public final class OnnxStopwatch {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KERNEL = "_kernel_time";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int threads;
  private final int warmUp;

  /**
   * @param threads that work on one image, at least 1
   * @param warmUp runs that are not timed, at least 1
   */
  public OnnxStopwatch(int threads, int warmUp) {
    this.threads = threads;
    this.warmUp = warmUp;
  }

  /**
   * How often a model is run.
   *
   * @param least at least 1
   * @param most at least {@code least}
   * @param enough no more runs are begun once they have taken so long
   */
  public record Often(int least, int most, Duration enough) {
    private boolean enough(int done, long nanos) {
      return done >= most || done >= least && nanos >= enough.toNanos();
    }
  }

  /**
   * How long the nodes of a model take, after ONNX Runtime has fused and replaced what it can.
   *
   * @param name of the node that remains
   * @param operator its kind, such as {@code Conv} or {@code ReorderInput}
   * @param micros one per run
   */
  public record NodeTimes(String name, String operator, double[] micros) {}

  /**
   * How long whole runs take.
   *
   * @param micros one per run
   * @param waited share of the time in which the calling thread was not running, in [0, 1]; 0 where
   *     the system does not tell
   */
  public record Runs(double[] micros, double waited) {}

  /** The version of ONNX Runtime. */
  public static String runtime() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  /**
   * Times whole runs.
   *
   * @param model content of an {@code .onnx} file
   * @param image that it reads
   * @throws IllegalStateException if ONNX Runtime fails
   */
  public Runs whole(byte[] model, Shape image, Often often) {
    return timed(model, image, often, null);
  }

  /**
   * Times the model's nodes one by one, which makes each of them slower by some microseconds.
   *
   * @param model content of an {@code .onnx} file
   * @param image that it reads
   * @param runs at least 1
   * @return what remains of the model's nodes, in the order in which they run
   * @throws IllegalStateException if ONNX Runtime fails
   */
  public List<NodeTimes> nodes(byte[] model, Shape image, int runs) {
    try {
      Path folder = Files.createTempDirectory("netadapt-profile");
      try {
        timed(model, image, new Often(runs, runs, Duration.ZERO), folder.resolve("profile"));
        return read(onlyFile(folder));
      } finally {
        Files.deleteIfExists(onlyFile(folder));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findFirst().orElse(folder.resolve("none"));
    }
  }

  private Runs timed(byte[] model, Shape image, Often often, Path profile) {
    FloatBuffer pixels = pixels(image);
    long[] shape = {1, image.channels(), image.height(), image.width()};
    try {
      return OnnxEnvironment.call(
          (environment, run) -> {
            try (OrtSession.SessionOptions options = options(profile);
                OrtSession session = environment.createSession(model, options);
                OnnxTensor input = OnnxTensor.createTensor(environment, pixels, shape)) {
              Runs timed = timed(session, Map.of(OnnxModel.INPUT, input), often, run);
              if (profile != null) {
                session.endProfiling();
              }
              return timed;
            }
          });
    } catch (OrtException e) {
      throw new IllegalStateException("a model cannot be timed: " + e.getMessage(), e);
    }
  }

  private Runs timed(
      OrtSession session, Map<String, OnnxTensor> input, Often often, OrtSession.RunOptions run)
      throws OrtException {
    for (int i = 0; i < warmUp; i++) {
      session.run(input, run).close();
    }
    double[] micros = new double[often.most()];
    int done = 0;
    long working = THREADS.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    while (!often.enough(done, System.nanoTime() - start)) {
      long began = System.nanoTime();
      session.run(input, run).close();
      micros[done++] = (System.nanoTime() - began) / 1e3;
    }
    double worked = THREADS.getCurrentThreadCpuTime() - working;
    double waited = working < 0 ? 0 : 1 - worked / (System.nanoTime() - start);
    return new Runs(Arrays.copyOf(micros, done), Math.max(0, waited));
  }

  private OrtSession.SessionOptions options(Path profile) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    if (profile != null) {
      options.enableProfiling(profile.toString());
    }
    return options;
  }

  private static FloatBuffer pixels(Shape image) {
    int numbers = image.channels() * image.height() * image.width();
    FloatBuffer pixels =
        ByteBuffer.allocateDirect(Float.BYTES * numbers)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int i = 0; i < numbers; i++) {
      pixels.put((float) Math.sin(i));
    }
    return pixels.flip();
  }

  private List<NodeTimes> read(Path profile) throws IOException {
    Map<String, List<JsonNode>> events = new LinkedHashMap<>();
    for (JsonNode event : JSON.readTree(profile.toFile())) {
      String name = event.path("name").asText();
      if (event.path("cat").asText().equals("Node") && name.endsWith(KERNEL)) {
        events.computeIfAbsent(name, none -> new ArrayList<>()).add(event);
      }
    }
    List<NodeTimes> nodes = new ArrayList<>();
    events.forEach(
        (name, all) ->
            nodes.add(
                new NodeTimes(
                    name.substring(0, name.length() - KERNEL.length()),
                    all.get(0).path("args").path("op_name").asText(),
                    all.stream()
                        .skip(warmUp)
                        .mapToDouble(event -> event.path("dur").asDouble())
                        .toArray())));
    return nodes;
  }
}
