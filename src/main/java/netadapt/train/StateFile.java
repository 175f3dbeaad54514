package netadapt.train;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import netadapt.BadInput;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The file {@code state.bin} of a checkpoint: all of a training's state but its graph. */
final class StateFile {
  /** What it begins with; below 0, because once it began with the steps done. */
  private static final long FORMAT = -6;

  private static final float[] NONE = {};

  private StateFile() {}

  static void write(TrainingState state, DataOutputStream out) throws IOException {
    out.writeLong(FORMAT);
    out.writeInt(state.workers());
    out.writeInt(state.stepsPerEpoch());
    out.writeLong(state.step());
    write(state.average(), out);
    write(state.best().orElse(NONE), out);
    out.writeInt(state.log().size());
    for (TrainingRound row : state.log()) {
      write(row, out);
    }
  }

  private static void write(float[] numbers, DataOutputStream out) throws IOException {
    out.writeInt(numbers.length);
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length);
    bytes.asFloatBuffer().put(numbers);
    out.write(bytes.array());
  }

  private static void write(TrainingRound row, DataOutputStream out) throws IOException {
    out.writeInt(row.round());
    out.writeInt(row.epoch());
    out.writeLong(row.step());
    out.writeInt(row.images());
    out.writeDouble(row.learningRate());
    out.writeDouble(row.loss());
    out.writeDouble(row.seconds());
    out.writeDouble(row.inputSeconds());
    out.writeDouble(row.computeSeconds());
    out.writeBoolean(row.accuracy().isPresent());
    if (row.accuracy().isPresent()) {
      EpochAccuracy accuracy = row.accuracy().get();
      out.writeDouble(accuracy.full());
      out.writeDouble(accuracy.half());
      out.writeDouble(accuracy.quarter());
    }
  }

  /**
   * The workers alone.
   *
   * @param name of the checkpoint, for messages
   * @throws BadInput if the file is of another version
   */
  static int workers(DataInputStream in, String name) throws IOException {
    if (in.readLong() != FORMAT) {
      throw otherVersion(name);
    }
    return in.readInt();
  }

  /**
   * @param graph of the same checkpoint
   * @param name of the checkpoint, for messages
   * @throws BadInput if the file is of another version, or damaged
   * @throws EOFException if it is cut off
   */
  static TrainingState read(DataInputStream in, ComputationGraph graph, String name)
      throws IOException {
    int workers = workers(in, name);
    int stepsPerEpoch = in.readInt();
    long step = in.readLong();
    float[] average = numbers(in, name);
    float[] best = numbers(in, name);
    List<TrainingRound> log = new ArrayList<>();
    for (int rows = in.readInt(); rows > 0; rows--) {
      log.add(row(in));
    }
    return new TrainingState(
        graph,
        average,
        best.length == 0 ? Optional.empty() : Optional.of(best),
        workers,
        stepsPerEpoch,
        step,
        log);
  }

  private static float[] numbers(DataInputStream in, String name) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > Integer.MAX_VALUE / Float.BYTES) {
      throw new BadInput(
          "state.bin of checkpoint %s has %d weights, so it is damaged: delete the checkpoint to train anew"
              .formatted(name, count));
    }
    byte[] bytes = in.readNBytes(Float.BYTES * count); // grows with the file, whatever that claims
    if (bytes.length < Float.BYTES * count) {
      throw new EOFException("%d of %d weights".formatted(bytes.length / Float.BYTES, count));
    }
    float[] numbers = new float[count];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(numbers);
    return numbers;
  }

  private static TrainingRound row(DataInputStream in) throws IOException {
    return new TrainingRound(
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        accuracy(in));
  }

  private static Optional<EpochAccuracy> accuracy(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? Optional.of(new EpochAccuracy(in.readDouble(), in.readDouble(), in.readDouble()))
        : Optional.empty();
  }

  static BadInput otherVersion(String name) {
    return new BadInput(
        ("checkpoint %s is of another version of this program and cannot be resumed: delete it to"
                + " train anew, or resume with that version")
            .formatted(name));
  }
}
