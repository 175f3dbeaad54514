package netadapt.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;
import netadapt.HadoopFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The decoded images of a source, in pieces that stay until the dataset is made: where a
 * preparation is killed, the next one reads only what is not there yet.
 *
 * <p>A piece is a file of {@link PieceRow}s and one with its {@link DecodedPart}, which comes last.
 * Both are written under other names and renamed, so that a piece is there as a whole or not at
 * all, and attempts of a task do not disturb each other.
 *
 * @param folder that holds them and nothing else
 */
record Pieces(String folder) implements Serializable {
  /** To be changed with {@link PieceFile}, {@link DecodedPart}, and how images are decoded. */
  static final String FORMAT = "1";

  private static final String ROWS = "rows";
  private static final String FACTS = "facts";

  /** Nothing if the piece is not there, or another version of the program has written it. */
  Optional<DecodedPart> facts(int number, Configuration hadoop) throws IOException {
    Path file = file(number, FACTS);
    try (ObjectInputStream input = new ObjectInputStream(HadoopFiles.of(file, hadoop).open(file))) {
      return Optional.of((DecodedPart) input.readObject());
    } catch (FileNotFoundException | InvalidClassException | ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Writes a piece; there may be one. */
  DecodedPart write(int number, PieceReading reading, Configuration hadoop) throws IOException {
    commit(file(number, ROWS), hadoop, file -> PieceFile.write(file, hadoop, reading));
    DecodedPart part = reading.part().packed();
    commit(
        file(number, FACTS),
        hadoop,
        file -> {
          try (ObjectOutputStream output =
              new ObjectOutputStream(HadoopFiles.of(file, hadoop).create(file))) {
            output.writeObject(part);
          }
        });
    return part;
  }

  /** The images of a piece that is there and could be decoded, in order. */
  PieceFile.Rows rows(int number, Configuration hadoop) throws IOException {
    return PieceFile.read(file(number, ROWS), hadoop);
  }

  private static void commit(Path target, Configuration hadoop, Writing writing)
      throws IOException {
    FileSystem files = HadoopFiles.of(target, hadoop);
    Path temporary = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    try {
      writing.write(temporary);
      // What another attempt has written is the same; not all file systems rename over it.
      if (!files.exists(target) && !files.rename(temporary, target) && !files.exists(target)) {
        throw new IOException("cannot rename " + temporary + " to " + target.getName());
      }
    } finally {
      files.delete(temporary, false);
    }
  }

  private Path file(int number, String what) {
    return new Path(folder, "piece-%06d.%s".formatted(number, what));
  }

  /** Writes a file. */
  @FunctionalInterface
  private interface Writing {
    void write(Path file) throws IOException;
  }
}
