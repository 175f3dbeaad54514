package netadapt.data;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamException;
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
 * <p>A piece is a file of {@link PieceRow}s and one with its {@link DecodedPart} and the length of
 * the first, which comes last. Both are written under other names and renamed, so that a piece is
 * there as a whole or not at all, and attempts of a task do not disturb each other. A machine that
 * goes down may still leave files that are empty or cut off: their piece is not there.
 *
 * @param folder that holds them and nothing else
 */
record Pieces(String folder) implements Serializable {
  /** To be changed with {@link PieceFile}, {@link DecodedPart}, and how images are decoded. */
  static final String FORMAT = "3";

  private static final String ROWS = "rows";
  private static final String FACTS = "facts";

  /**
   * Nothing if the piece is not there, or another version of the program has written it. What is
   * there of one that is damaged is deleted.
   *
   * @throws IOException if a file cannot be read
   */
  Optional<DecodedPart> facts(int number, Configuration hadoop) throws IOException {
    Path file = file(number, FACTS);
    Path rows = file(number, ROWS);
    FileSystem files = HadoopFiles.of(file, hadoop);
    try (ObjectInputStream input = new ObjectInputStream(files.open(file))) {
      input.setObjectInputFilter(parts(files.getFileStatus(file).getLen()));
      DecodedPart part = (DecodedPart) input.readObject();
      if (files.getFileStatus(rows).getLen() == input.readLong()) {
        return Optional.of(part);
      }
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (EOFException
        | ObjectStreamException
        | ClassNotFoundException
        | RuntimeException e) { // the last of bytes that are no objects at all
      // Made anew, as below.
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
    }
    files.delete(file, false);
    files.delete(rows, false);
    return Optional.empty();
  }

  /**
   * What a {@link DecodedPart} is made of, and nothing else that Java could make of a file.
   *
   * @param length of the file: each entry of an array has a byte or more
   */
  private static ObjectInputFilter parts(long length) {
    return ObjectInputFilter.Config.createFilter(
        "maxarray=%d;%s;java.util.ArrayList;java.lang.Object;java.lang.Integer;java.lang.Number;java.lang.String;!*"
            .formatted(length, DecodedPart.class.getName()));
  }

  /** Writes a piece; there may be one. */
  DecodedPart write(int number, PieceReading reading, Configuration hadoop) throws IOException {
    Path rows = file(number, ROWS);
    commit(rows, hadoop, file -> PieceFile.write(file, hadoop, reading));
    DecodedPart part = reading.part().packed();
    commit(
        file(number, FACTS),
        hadoop,
        file -> {
          try (ObjectOutputStream output =
              new ObjectOutputStream(HadoopFiles.of(file, hadoop).create(file))) {
            output.writeObject(part);
            output.writeLong(HadoopFiles.of(rows, hadoop).getFileStatus(rows).getLen());
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
      long length = files.getFileStatus(temporary).getLen();
      if (files.exists(target) && files.getFileStatus(target).getLen() != length) {
        files.delete(target, false); // it is cut off
      }
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
