package netadapt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Holds Parquet files to the sizes that they announce: the library makes room for them before it
 * reads, and a damaged file of a kilobyte may announce gigabytes.
 */
public final class ParquetSizes {
  /** More than any codec packs into a byte; Zstandard has 131,072 equal bytes in four. */
  private static final long MOST_PER_BYTE = 1 << 16;

  private ParquetSizes() {}

  /**
   * Looks at the columns.
   *
   * @param length of the file, in bytes
   * @throws IOException if a column is not within the file
   */
  public static void check(ParquetMetadata footer, long length) throws IOException {
    for (BlockMetaData block : footer.getBlocks()) {
      for (ColumnChunkMetaData column : block.getColumns()) {
        long start = column.getStartingPos();
        long size = column.getTotalSize();
        if (start < 0 || size < 0 || start > length || size > length - start) {
          throw new IOException(
              "column %s is to have %d bytes from %d on, but the file has %d"
                  .formatted(column.getPath().toDotString(), size, start, length));
        }
      }
    }
  }

  /**
   * Looks at the columns and their pages.
   *
   * @param file all of it
   * @throws IOException if a column is not within the file, or a page not within its column
   */
  public static void check(ParquetMetadata footer, byte[] file) throws IOException {
    check(footer, file.length);
    for (BlockMetaData block : footer.getBlocks()) {
      for (ColumnChunkMetaData column : block.getColumns()) {
        checkPages(
            new ByteArrayInputStream(
                file, (int) column.getStartingPos(), (int) column.getTotalSize()));
      }
    }
  }

  private static void checkPages(ByteArrayInputStream column) throws IOException {
    while (column.available() > 0) {
      int size = Util.readPageHeader(column).getCompressed_page_size();
      if (size < 0 || size > column.available()) {
        throw new IOException(
            "a page is to have %d bytes, but its column has %d left"
                .formatted(size, column.available()));
      }
      column.skipNBytes(size);
    }
  }

  /** Parquet's codecs, which refuse a page that cannot be as long as it says. */
  public static CompressionCodecFactory codecs(Configuration hadoop) {
    return new Codecs(new CodecFactory(hadoop, ParquetProperties.DEFAULT_PAGE_SIZE));
  }

  private record Codecs(CompressionCodecFactory codecs) implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
      return codecs.getCompressor(name);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
      return new Pages(codecs.getDecompressor(name));
    }

    @Override
    public void release() {
      codecs.release();
    }
  }

  private record Pages(CompressionCodecFactory.BytesInputDecompressor codec)
      implements CompressionCodecFactory.BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput page, int size) throws IOException {
      check(page.size(), size);
      return codec.decompress(page, size);
    }

    @Override
    public void decompress(ByteBuffer page, int packed, ByteBuffer target, int size)
        throws IOException {
      check(packed, size);
      codec.decompress(page, packed, target, size);
    }

    private static void check(long packed, int size) throws IOException {
      if (size < 0 || size > MOST_PER_BYTE * packed) {
        throw new IOException("a page of %d bytes cannot hold %d".formatted(packed, size));
      }
    }

    @Override
    public void release() {
      codec.release();
    }
  }
}
