package netadapt.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * A part of a file, for libraries that read from channels. A failure to read is thrown as {@link
 * UncheckedIOException}, to be told from what a library finds wrong with the content.
 *
 * <p>It is read in large blocks: to pass over a photograph takes disks and object stores longer
 * than to read it.
 */
final class FileSection implements SeekableByteChannel {
  private static final int BLOCK_BYTES = 1 << 20;

  private final FSDataInputStream file;
  private final long start;
  private final long length;
  private final byte[] block;
  private long blockStart;
  private int blockLength;
  private long position;
  private Optional<IOException> failure = Optional.empty();

  /**
   * @param file closed with the channel
   * @param start of the part
   * @param length in bytes; the file may end before
   */
  FileSection(FSDataInputStream file, long start, long length) {
    this(file, start, length, BLOCK_BYTES);
  }

  /**
   * @param blockBytes that are read at once
   */
  FileSection(FSDataInputStream file, long start, long length, int blockBytes) {
    this.file = file;
    this.start = start;
    this.length = length;
    this.block = new byte[blockBytes];
  }

  /**
   * Reads as much as there is room for, unless the part ends: jHDF would read the rest of what
   * comes in pieces from the beginning again.
   */
  @Override
  public int read(ByteBuffer target) {
    int count = 0;
    int read = 1;
    while (read > 0 && target.hasRemaining() && position < length) {
      read = readFromBlock(target);
      count += read;
    }
    return count == 0 && target.hasRemaining() ? -1 : count;
  }

  private int readFromBlock(ByteBuffer target) {
    if (position < blockStart || position >= blockStart + blockLength) {
      readBlock();
    }
    int from = (int) (position - blockStart);
    int count = Math.min(target.remaining(), blockLength - from);
    target.put(block, from, count);
    position += count;
    return count;
  }

  private void readBlock() {
    try {
      file.seek(start + position);
      blockStart = position;
      blockLength = file.readNBytes(block, 0, (int) Math.min(block.length, length - position));
    } catch (IOException e) {
      failure = Optional.of(e);
      throw new UncheckedIOException(e);
    }
  }

  /** Why the file could not be read, if that has happened: a library may have lost it. */
  Optional<IOException> failure() {
    return failure;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long wanted) {
    position = wanted;
    return this;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
