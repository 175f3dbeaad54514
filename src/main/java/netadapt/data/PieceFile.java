package netadapt.data;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import netadapt.HadoopFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A file of {@link PieceRow}s, one after the other, each after a byte that says that there is one:
 * it is read once, from its start to its end, by the version of the program that has written it.
 */
final class PieceFile {
  private static final int BUFFER_BYTES = 1 << 17;

  private PieceFile() {}

  /** Writes rows as they come. */
  static void write(Path file, Configuration hadoop, Iterator<PieceRow> rows) throws IOException {
    try (DataOutputStream output =
        new DataOutputStream(
            new BufferedOutputStream(HadoopFiles.of(file, hadoop).create(file), BUFFER_BYTES))) {
      while (rows.hasNext()) {
        PieceRow row = rows.next();
        output.writeBoolean(true);
        output.writeInt(row.ordinal());
        output.writeInt(row.label());
        output.writeUTF(row.source());
        output.writeInt(row.height());
        output.writeInt(row.width());
        output.writeInt(row.channels());
        output.writeInt(row.image().length);
        output.write(row.image());
        output.writeInt(row.target().length);
        output.write(row.target());
      }
      output.writeBoolean(false);
    }
  }

  /**
   * Opens a file; whoever reads it closes it.
   *
   * @throws UncheckedIOException then and later, if it cannot be read or is cut off
   */
  static Rows read(Path file, Configuration hadoop) throws IOException {
    return new Rows(
        file, new DataInputStream(HadoopFiles.of(file, hadoop).open(file, BUFFER_BYTES)));
  }

  /** The rows of a file, in order. */
  static final class Rows implements Iterator<PieceRow>, Closeable {
    private final Path file;
    private final DataInputStream input;
    private boolean more;

    private Rows(Path file, DataInputStream input) throws IOException {
      this.file = file;
      this.input = input;
      try {
        this.more = input.readBoolean();
      } catch (IOException e) {
        input.close();
        throw unreadable(e);
      }
    }

    @Override
    public boolean hasNext() {
      return more;
    }

    @Override
    public PieceRow next() {
      if (!more) {
        throw new NoSuchElementException();
      }
      try {
        PieceRow row =
            new PieceRow(
                input.readInt(),
                input.readInt(),
                input.readUTF(),
                input.readInt(),
                input.readInt(),
                input.readInt(),
                input.readNBytes(length(input.readInt())),
                input.readNBytes(length(input.readInt())));
        more = input.readBoolean();
        return row;
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private static int length(int written) throws IOException {
      if (written < 0) {
        throw new IOException("it has an image or target of %d bytes".formatted(written));
      }
      return written;
    }

    private UncheckedIOException unreadable(IOException e) {
      String reason = e instanceof EOFException ? "it is cut off" : e.getMessage();
      return new UncheckedIOException(
          "cannot read %s, a piece of the images: %s".formatted(file, reason), e);
    }

    @Override
    public void close() throws IOException {
      input.close();
    }
  }
}
