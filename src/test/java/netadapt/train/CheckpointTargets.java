package netadapt.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.fuzz.Target;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/** Checkpoints and models of Deeplearning4j. */
public final class CheckpointTargets {
  private static final int NUMBERS = 6;

  private CheckpointTargets() {}

  public static List<Target> all() {
    return List.of(state(), array(), graph(), model());
  }

  private static Target state() {
    return new Target(
        "checkpoint-state",
        1,
        512,
        () -> List.of(state(Optional.empty()), state(Optional.of(new float[] {1, 2}))),
        bytes -> StateFile.read(input(bytes), null, "step-1"),
        List.of(BadInput.class, IOException.class));
  }

  private static byte[] state(Optional<float[]> best) throws IOException {
    EpochAccuracy accuracy = new EpochAccuracy(0.5, 0.4, 0.3);
    TrainingRound row = new TrainingRound(1, 1, 5, 64, 0.1, 2, 1, 0.5, 0.5, Optional.of(accuracy));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateFile.write(
        new TrainingState(null, new float[] {1, 2, 3}, best, 2, 3, 5, List.of(row)),
        new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Target array() {
    return new Target(
        "checkpoint-array",
        1,
        256,
        () -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          Nd4j.write(Nd4j.rand(2, NUMBERS / 2), new DataOutputStream(bytes));
          return List.of(bytes.toByteArray());
        },
        bytes -> ArrayFile.read(input(bytes), NUMBERS, "coefficients.bin"),
        List.of(BadInput.class, IOException.class));
  }

  private static Target graph() {
    return new Target(
        "graph-json",
        5,
        20000,
        () ->
            List.of(
                ModelZipTest.entries(ModelZipTest.written(graphOf(), true))
                    .get("configuration.json"),
                "{\"vertices\":{\"a\":{\"@class\":\"netadapt.nn.A\"}},\"b\":[\"x\",\"y\"]}"
                    .getBytes(UTF_8)),
        bytes -> GraphJson.checked(new ByteArrayInputStream(bytes), "model.zip", "graph"),
        List.of(BadInput.class));
  }

  /** One of the three entries is damaged before they are packed: the first byte says which. */
  private static Target model() {
    List<String> entries = List.of("configuration.json", "coefficients.bin", "updaterState.bin");
    ComputationGraph graph = graphOf();
    return new Target(
        "model",
        100,
        20000,
        () -> {
          Map<String, byte[]> whole = ModelZipTest.entries(ModelZipTest.written(graph, true));
          return entries.stream()
              .map(
                  entry -> {
                    byte[] content = whole.get(entry);
                    byte[] seed = new byte[content.length + 1];
                    seed[0] = (byte) entries.indexOf(entry);
                    System.arraycopy(content, 0, seed, 1, content.length);
                    return seed;
                  })
              .toList();
        },
        bytes -> {
          Map<String, byte[]> parts =
              new LinkedHashMap<>(ModelZipTest.entries(ModelZipTest.written(graph, true)));
          if (bytes.length > 0) {
            String damaged = entries.get((bytes[0] & 0xff) % entries.size());
            parts.put(damaged, Arrays.copyOfRange(bytes, 1, bytes.length));
          }
          ModelZip.read(new ByteArrayInputStream(ModelZipTest.zip(parts)), "model.zip");
        },
        List.of(BadInput.class, IOException.class));
  }

  private static ComputationGraph graphOf() {
    ComputationGraph graph = new ComputationGraph(Plans.source(Plans.plan(1, 1, 1)).graph(3, 1));
    graph.init();
    return graph;
  }

  private static DataInputStream input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
