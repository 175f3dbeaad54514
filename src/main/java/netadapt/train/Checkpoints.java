package netadapt.train;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * The latest state of a training, on any file system that Hadoop knows.
 *
 * <p>A checkpoint is a folder {@code checkpoint/} with {@code model.zip} (Deeplearning4j's) and
 * {@code state.bin}; it appears by a rename, and the one before is kept until then.
 */
final class Checkpoints {
  /** What {@code state.bin} begins with; below 0, because once it began with the steps done. */
  private static final long FORMAT = -2;

  private final Path current;
  private final Path previous;
  private final Path next;
  private final Configuration hadoop;

  /**
   * @param directory of the training's results
   */
  public Checkpoints(String directory, Configuration hadoop) {
    Path parent = new Path(directory);
    this.current = new Path(parent, "checkpoint");
    this.previous = new Path(parent, "_checkpoint.previous");
    this.next = new Path(parent, "_checkpoint.next");
    this.hadoop = hadoop;
  }

  /**
   * The last state saved, if any.
   *
   * @throws BadInput if it is of another version
   */
  Optional<TrainingState> latest() {
    try {
      FileSystem files = current.getFileSystem(hadoop);
      if (!files.exists(current) && files.exists(previous)) {
        files.rename(previous, current); // killed between the two renames of a save
      }
      return files.exists(current) ? Optional.of(read(files)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + current + " cannot be read", e);
    }
  }

  void save(TrainingState state) {
    try {
      FileSystem files = current.getFileSystem(hadoop);
      files.delete(next, true);
      write(files, state);
      if (files.exists(current)) {
        files.delete(previous, true);
        files.rename(current, previous);
      }
      if (!files.rename(next, current)) {
        throw new IOException("cannot rename " + next + " to " + current);
      }
      files.delete(previous, true);
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + current + " cannot be written", e);
    }
  }

  /** Removes every checkpoint: the training is over and its results are safe. */
  public void clear() {
    try {
      FileSystem files = current.getFileSystem(hadoop);
      for (Path path : List.of(current, previous, next)) {
        files.delete(path, true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + current + " cannot be removed", e);
    }
  }

  private void write(FileSystem files, TrainingState state) throws IOException {
    try (var out = files.create(new Path(next, "model.zip"))) {
      ModelSerializer.writeModel(state.graph(), out, true);
    }
    try (DataOutputStream out = files.create(new Path(next, "state.bin"))) {
      out.writeLong(FORMAT);
      out.writeLong(state.step());
      out.writeInt(state.average().length);
      ByteBuffer average = ByteBuffer.allocate(Float.BYTES * state.average().length);
      average.asFloatBuffer().put(state.average());
      out.write(average.array());
      out.writeInt(state.log().size());
      for (TrainingRound row : state.log()) {
        out.writeInt(row.round());
        out.writeInt(row.epoch());
        out.writeLong(row.step());
        out.writeInt(row.images());
        out.writeDouble(row.learningRate());
        out.writeDouble(row.loss());
        out.writeDouble(row.seconds());
        out.writeDouble(row.inputSeconds());
        out.writeDouble(row.computeSeconds());
      }
    }
  }

  private TrainingState read(FileSystem files) throws IOException {
    try (DataInputStream in = files.open(new Path(current, "state.bin"))) {
      if (in.readLong() != FORMAT) {
        throw new BadInput(
            ("checkpoint %s is of another version of this program and cannot be gone on from:"
                    + " delete it to train anew, or go on with that version")
                .formatted(current));
      }
      long step = in.readLong();
      float[] average = new float[in.readInt()];
      byte[] bytes = new byte[Float.BYTES * average.length];
      in.readFully(bytes);
      ByteBuffer.wrap(bytes).asFloatBuffer().get(average);
      List<TrainingRound> log = new ArrayList<>();
      for (int rows = in.readInt(); rows > 0; rows--) {
        log.add(
            new TrainingRound(
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readInt(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble()));
      }
      return new TrainingState(graph(files), average, step, log);
    }
  }

  private ComputationGraph graph(FileSystem files) throws IOException {
    try (var in = files.open(new Path(current, "model.zip"))) {
      return ModelSerializer.restoreComputationGraph(in, true);
    }
  }
}
