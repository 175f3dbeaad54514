package netadapt.run;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A Parquet file that is in memory. */
final class ParquetBytes implements InputFile {
  private final byte[] bytes;

  /**
   * @param bytes of the whole file; not copied
   */
  ParquetBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The file; not copied. */
  byte[] all() {
    return bytes;
  }

  @Override
  public long getLength() {
    return bytes.length;
  }

  @Override
  public SeekableInputStream newStream() {
    return new Stream(new ByteArrayInputStream(bytes), bytes.length);
  }

  /** Reads from any place. */
  private static final class Stream extends DelegatingSeekableInputStream {
    private final ByteArrayInputStream in;
    private final int length;

    Stream(ByteArrayInputStream in, int length) {
      super(in);
      this.in = in;
      this.length = length;
    }

    @Override
    public long getPos() {
      return length - in.available();
    }

    @Override
    public void seek(long position) throws IOException {
      if (position < 0 || position > length) {
        throw new EOFException("%d is not within %d bytes".formatted(position, length));
      }
      in.reset(); // to the beginning
      in.skipNBytes(position);
    }
  }
}
