package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import netadapt.BadInput;
import netadapt.FailingFileSystem;
import netadapt.FailingFileSystem.Kind;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private static final ComputationGraph GRAPH = graph();
  private static final TrainingState FIRST = state(4);
  private static final TrainingState SECOND = state(9);
  private static final TrainingState THIRD = state(20);

  /** More than a save has operations. */
  private static final int MANY = 1000;

  @TempDir Path folder;

  @Test
  void theLastStateSavedIsFound() {
    Checkpoints checkpoints = checkpoints("both");

    checkpoints.save(FIRST);
    checkpoints.save(SECOND);

    assertSame(checkpoints.latest().orElseThrow(), SECOND);
    assertThat(checkpoints.workers()).hasValue(3);
  }

  @Test
  void onlyTheLastStateIsKept() throws IOException {
    checkpoints("kept").save(FIRST);
    checkpoints("kept").save(SECOND);

    assertThat(kept("kept")).containsExactly("step-00000009");
  }

  @Test
  void beforeTheFirstSaveThereIsNothing() {
    assertThat(checkpoints("none").latest()).isEmpty();
    assertThat(checkpoints("none").workers()).isEmpty();
  }

  @Test
  void stepsAreComparedAsNumbers() throws IOException {
    checkpoints("long").save(state(1_000_000_000));
    Path before = folder.resolve("long/checkpoint/step-99999999");
    Files.createDirectories(before);
    for (String file : List.of("model.zip", "state.bin", "_COMPLETE")) {
      Files.write(before.resolve(file), new byte[0]);
    }

    assertThat(checkpoints("long").latest().orElseThrow().step()).isEqualTo(1_000_000_000);
  }

  @Test
  void aKilledFirstSaveLeavesNothingOrAWholeState() {
    int operations = 0;
    boolean failed = true;
    for (int after = 0; failed; after++) {
      Checkpoints checkpoints = onObjects("first" + after);

      failed = killed(after, () -> checkpoints.save(FIRST));

      Optional<TrainingState> found = checkpoints.latest();
      found.ifPresent(state -> assertSame(state, FIRST));
      if (!failed) {
        assertThat(found).isPresent();
      }
      operations++;
    }
    assertThat(operations).isBetween(6, MANY);
  }

  @Test
  void aKilledSaveLeavesTheStateBeforeOrTheNewOne() throws IOException {
    int operations = 0;
    boolean failed = true;
    for (int after = 0; failed; after++) {
      String name = "second" + after;
      Checkpoints checkpoints = onObjects(name);
      checkpoints.save(FIRST);

      failed = killed(after, () -> checkpoints.save(SECOND));

      TrainingState found = checkpoints.latest().orElseThrow();
      assertSame(found, found.step() == FIRST.step() ? FIRST : SECOND);
      assertThat(checkpoints.workers()).hasValue(3);
      checkpoints.save(THIRD);
      assertThat(kept(name)).as("what was half written").containsExactly("step-00000020");
      operations++;
    }
    assertThat(operations).isBetween(10, MANY);
  }

  @Test
  void aKilledRemovalLeavesNothingOrAWholeState() {
    boolean failed = true;
    for (int after = 0; failed; after++) {
      Checkpoints checkpoints = onObjects("cleared" + after);
      checkpoints.save(FIRST);

      failed = killed(after, checkpoints::clear);

      checkpoints.latest().ifPresent(state -> assertSame(state, FIRST));
    }
  }

  /** As the search does for another network: file by file, and it may be stopped. */
  @Test
  void aStateThatLostAFileDoesNotCount() throws IOException {
    for (String lost : List.of("model.zip", "state.bin", "_COMPLETE")) {
      checkpoints(lost).save(FIRST);

      Files.delete(folder.resolve(lost).resolve("checkpoint/step-00000004").resolve(lost));

      assertThat(checkpoints(lost).latest()).isEmpty();
    }
  }

  /** As a machine may leave it that lost its power. */
  @Test
  void aCheckpointThatIsCutOffIsRefusedWithAMend() throws IOException {
    for (String file : List.of("model.zip", "state.bin")) {
      checkpoints(file).save(FIRST);
      Path torn = folder.resolve(file).resolve("checkpoint/step-00000004").resolve(file);
      byte[] whole = Files.readAllBytes(torn);

      // The last bytes of a zip file are a table of contents, which is not needed.
      for (int left : new int[] {whole.length - 300, whole.length / 2, 1, 0}) {
        Files.write(torn, Arrays.copyOf(whole, left));

        assertThatThrownBy(() -> checkpoints(file).latest())
            .as("%s of %d bytes", file, left)
            .isInstanceOf(BadInput.class)
            .hasMessageContaining(torn.getParent().toString())
            .hasMessageContaining("damaged")
            .hasMessageContaining("put back a copy of it")
            .hasMessageContaining("to train anew");
      }
      Files.write(torn, whole);
      assertThat(checkpoints(file).latest()).isPresent();
    }
  }

  /** Before checkpoints had numbers, and before the log told how a round's time was split. */
  @Test
  void aCheckpointOfAnotherVersionIsRefusedWithAMend() throws IOException {
    Path old = Files.createDirectories(folder.resolve("old/checkpoint"));
    Files.write(old.resolve("state.bin"), new byte[] {0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0});
    checkpoints("newer").save(FIRST);
    Path newer = folder.resolve("newer/checkpoint/step-00000004");
    Files.write(newer.resolve("state.bin"), new byte[] {-1, -1, -1, -1, -1, -1, -1, -9});

    for (Path checkpoint : List.of(old, newer)) {
      String name = folder.relativize(checkpoint).getName(0).toString();
      assertThatThrownBy(() -> checkpoints(name).latest())
          .isInstanceOf(BadInput.class)
          .hasMessageContaining(checkpoint + " is of another version")
          .hasMessageContaining("delete it to train anew");
    }
  }

  /** Whether an operation failed, of those after the first ones. */
  private static boolean killed(int after, Runnable work) {
    FailingFileSystem.failAfter(after);
    try {
      work.run();
    } catch (UncheckedIOException e) {
      assertThat(e).hasRootCauseMessage(e.getCause().getMessage());
    }
    return FailingFileSystem.healed();
  }

  private Checkpoints checkpoints(String name) {
    return new Checkpoints(folder.resolve(name).toString(), new Configuration(false));
  }

  private Checkpoints onObjects(String name) {
    return new Checkpoints(Kind.PLAIN.uri(folder.resolve(name)), Kind.PLAIN.configuration());
  }

  private List<String> kept(String name) throws IOException {
    try (Stream<Path> paths = Files.list(folder.resolve(name).resolve("checkpoint"))) {
      return paths.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static TrainingState state(long step) {
    float[] average = WorkerState.parameters(GRAPH);
    average[0] = step;
    Optional<float[]> best = step > 4 ? Optional.of(new float[] {step, 3}) : Optional.empty();
    TrainingRound round = new TrainingRound(0, 0, step, 32, 0.5, 1.5, 3, 1, 2, Optional.empty());
    return new TrainingState(GRAPH, average, best, 3, 7, step, List.of(round));
  }

  private static ComputationGraph graph() {
    ComputationGraph graph = new ComputationGraph(Plans.source(Plans.plan(1, 1, 1)).graph(3, 2));
    graph.init();
    return graph;
  }

  private static void assertSame(TrainingState one, TrainingState two) {
    assertThat(one.step()).isEqualTo(two.step());
    assertThat(one.average()).isEqualTo(two.average());
    assertThat(one.best().isPresent()).isEqualTo(two.best().isPresent());
    one.best().ifPresent(best -> assertThat(best).isEqualTo(two.best().orElseThrow()));
    assertThat(one.workers()).isEqualTo(two.workers());
    assertThat(one.stepsPerEpoch()).isEqualTo(two.stepsPerEpoch());
    assertThat(one.log()).isEqualTo(two.log());
    assertThat(WorkerState.of(one.graph()).parameters())
        .isEqualTo(WorkerState.of(two.graph()).parameters());
    assertThat(WorkerState.of(one.graph()).updater())
        .isEqualTo(WorkerState.of(two.graph()).updater());
  }
}
