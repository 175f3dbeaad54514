package netadapt;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetSizesTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private java.nio.file.Path folder;
  private byte[] file;
  private ParquetMetadata footer;

  @BeforeEach
  void write() throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message m { required int32 n; }");
    Path path = new Path(folder.resolve("n.parquet").toString());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(path).withType(schema).build()) {
      writer.write(new SimpleGroup(schema).append("n", 7));
    }
    file = Files.readAllBytes(folder.resolve("n.parquet"));
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, HADOOP))) {
      footer = reader.getFooter();
    }
  }

  @Test
  void aWholeFileIsAsLongAsItSays() {
    assertThatCode(() -> ParquetSizes.check(footer, file)).doesNotThrowAnyException();
  }

  @Test
  void aColumnBehindTheEndIsRefused() {
    long end = footer.getBlocks().get(0).getColumns().get(0).getTotalSize();

    assertThatThrownBy(() -> ParquetSizes.check(footer, end))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("column n is to have \\d+ bytes from 4 on, but the file has " + end);
  }

  @Test
  void aPageThatIsLongerThanItsColumnIsRefused() {
    // A header of its own in place of the page's: a page of data (0) of 9 bytes, packed in
    // 1,000,000.
    byte[] header = {0x15, 0, 0x15, 18, 0x15, (byte) 0x80, (byte) 0x89, 0x7a, 0};
    byte[] damaged = file.clone();
    System.arraycopy(header, 0, damaged, 4, header.length);

    assertThatThrownBy(() -> ParquetSizes.check(footer, damaged))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("a page is to have 1000000 bytes, but its column has \\d+ left");
  }

  @Test
  void aPageThatCannotBeAsLongAsItSaysIsNotUnpacked() {
    BytesInputDecompressor codec =
        ParquetSizes.codecs(HADOOP).getDecompressor(CompressionCodecName.GZIP);

    assertThatThrownBy(() -> codec.decompress(BytesInput.from(new byte[20]), Integer.MAX_VALUE))
        .isInstanceOf(IOException.class)
        .hasMessage("a page of 20 bytes cannot hold 2147483647");
  }
}
