package netadapt.run;

import static netadapt.run.ParquetTable.Type.BOOLEAN;
import static netadapt.run.ParquetTable.Type.DOUBLE;
import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.LONG;
import static netadapt.run.ParquetTable.Type.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.run.ParquetTable.Column;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTest {
  private static final Configuration HADOOP = new Configuration();
  private static final ParquetTable TABLE =
      new ParquetTable(
          "test",
          List.of(
              Column.of("name", STRING),
              Column.of("count", INT),
              Column.of("total", LONG),
              Column.optional("score", DOUBLE),
              Column.of("good", BOOLEAN),
              Column.list("tags", STRING),
              Column.struct(
                  "shape",
                  Column.of("name", STRING),
                  Column.structs("sides", Column.of("length", INT)))));
  private static final List<Map<String, Object>> ROWS =
      List.of(
          Map.of(
              "name",
              "größer",
              "count",
              1,
              "total",
              1L << 40,
              "score",
              0.1,
              "good",
              true,
              "tags",
              List.of("a", "b"),
              "shape",
              Map.of("name", "line", "sides", List.of(Map.of("length", 3), Map.of("length", 4)))),
          Map.of(
              "name",
              "",
              "count",
              -1,
              "total",
              -1L,
              "good",
              false,
              "tags",
              List.of(),
              "shape",
              Map.of("name", "", "sides", List.of())));

  @TempDir java.nio.file.Path directory;

  private Path file(String name) {
    return new Path(directory.resolve(name).toUri());
  }

  @Test
  void rowsComeBackAsTheyWereWritten() throws IOException {
    TABLE.write(file("a.parquet"), HADOOP, ROWS);
    assertThat(TABLE.read(file("a.parquet"), HADOOP)).isEqualTo(ROWS);
    assertThat(TABLE.read(file("a.parquet"), HADOOP).get(0).keySet())
        .containsExactly("name", "count", "total", "score", "good", "tags", "shape");
  }

  @Test
  void theSameRowsGiveTheSameBytes() throws IOException {
    TABLE.write(file("a.parquet"), HADOOP, ROWS);
    TABLE.write(file("b.parquet"), HADOOP, ROWS);
    assertThat(Files.readAllBytes(directory.resolve("a.parquet")))
        .isEqualTo(Files.readAllBytes(directory.resolve("b.parquet")));
  }

  @Test
  void rowsMustHaveWhatTheColumnsAskFor() {
    assertThatThrownBy(
            () -> TABLE.write(file("a.parquet"), HADOOP, List.of(Map.of("name", "only"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row has no count");
    assertThatThrownBy(
            () ->
                TABLE.write(
                    file("b.parquet"),
                    HADOOP,
                    List.of(Map.of("name", "", "count", 1, "total", 1L, "good", true, "more", 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more");
  }

  @Test
  void aFileMayLackAnOptionalColumn() throws IOException {
    TABLE.write(file("a.parquet"), HADOOP, ROWS);
    ParquetTable later =
        new ParquetTable(
            "test", List.of(Column.of("count", INT), Column.optional("confidence", DOUBLE)));
    assertThat(later.read(file("a.parquet"), HADOOP))
        .containsExactly(Map.of("count", 1), Map.of("count", -1));
  }

  @Test
  void aFileTellsItsColumns() throws IOException {
    TABLE.write(file("a.parquet"), HADOOP, ROWS);
    assertThat(ParquetTable.columnsOf(file("a.parquet"), HADOOP)).isEqualTo(TABLE.columns());
  }

  @Test
  void nothingIsWrittenBesideTheFile() throws IOException {
    TABLE.write(file("a.parquet"), HADOOP, ROWS);
    assertThat(directory).isDirectoryNotContaining("glob:**.crc");
  }

  @Test
  void aDamagedOrMissingFileIsNamedWithARemedy() throws IOException {
    TABLE.write(file("a.parquet"), HADOOP, ROWS);
    byte[] whole = Files.readAllBytes(directory.resolve("a.parquet"));
    Files.write(directory.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
    byte[] changed = whole.clone();
    Arrays.fill(changed, 20, 80, (byte) 7);
    Files.write(directory.resolve("changed.parquet"), changed);
    Files.createFile(directory.resolve("empty.parquet"));

    for (String name : List.of("cut.parquet", "changed.parquet", "empty.parquet")) {
      assertThatThrownBy(() -> TABLE.read(file(name), HADOOP))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining(name + " cannot be read, it is damaged or no Parquet file (")
          .hasMessageEndingWith("put back a copy of it, or start in a new run directory");
    }
    assertThatThrownBy(() -> TABLE.read(file("gone.parquet"), HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("gone.parquet is missing: put back a copy of it");
  }

  @Test
  void aFileThatCannotBeReachedIsNotCalledMissingOrDamaged() throws IOException {
    TABLE.write(file("a.parquet"), HADOOP, ROWS);
    Configuration hadoop = new Configuration();
    hadoop.set("fs.failing.impl", FailingFiles.class.getName());
    hadoop.setBoolean("fs.failing.impl.disable.cache", true);
    Path path = new Path("failing", null, directory.resolve("a.parquet").toString());
    for (IOException failure :
        List.of(
            new FileNotFoundException("a.parquet (Permission denied)"),
            new ConnectException("Connection refused"),
            new EOFException("the other side has closed the connection"))) {
      FailingFiles.failure = failure;

      for (ThrowingCallable reading :
          List.<ThrowingCallable>of(
              () -> TABLE.read(path, hadoop), () -> ParquetTable.columnsOf(path, hadoop))) {
        assertThatThrownBy(reading)
            .isInstanceOf(UncheckedIOException.class)
            .hasMessage(path + " cannot be read")
            .hasCause(failure);
      }
    }
  }

  @Test
  void anOlderChecksumGoesWithTheFileThatItIsOf() throws IOException {
    try (FSDataOutputStream out = FileSystem.getLocal(HADOOP).create(file("a.parquet"))) {
      out.writeUTF("what another program has written, with its checksum");
    }
    assertThat(directory.resolve(".a.parquet.crc")).exists();
    Files.delete(directory.resolve("a.parquet"));

    TABLE.write(file("a.parquet"), HADOOP, ROWS);

    assertThat(directory).isDirectoryNotContaining("glob:**.crc");
    assertThat(FileSystem.getLocal(HADOOP).open(file("a.parquet"))).isNotEmpty();
  }

  @Test
  void checksumsThatNoLongerFitDoNotMatter() throws IOException {
    TABLE.write(file("a.parquet"), HADOOP, ROWS);
    byte[] bytes = Files.readAllBytes(directory.resolve("a.parquet"));
    try (FSDataOutputStream out = FileSystem.getLocal(HADOOP).create(file("a.parquet"))) {
      out.writeUTF("another text");
    }
    Files.write(directory.resolve("a.parquet"), bytes);

    assertThat(directory.resolve(".a.parquet.crc")).exists();
    assertThat(TABLE.read(file("a.parquet"), HADOOP)).isEqualTo(ROWS);
    assertThat(ParquetTable.columnsOf(file("a.parquet"), HADOOP)).isEqualTo(TABLE.columns());
  }

  @Test
  void aColumnOfAnotherTypeIsNamed() throws IOException {
    TABLE.write(file("a.parquet"), HADOOP, ROWS);
    ParquetTable other = new ParquetTable("test", List.of(Column.of("total", DOUBLE)));
    assertThatThrownBy(() -> other.read(file("a.parquet"), HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("column total of", "a.parquet is", "int64", "must hold DOUBLE")
        .hasMessageEndingWith(": start in a new run directory, or remove the file");
    ParquetTable list = new ParquetTable("test", List.of(Column.list("name", STRING)));
    assertThatThrownBy(() -> list.read(file("a.parquet"), HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("must hold a list of STRING");
  }

  @Test
  void aFileWithoutAColumnIsNamed() throws IOException {
    TABLE.write(file("a.parquet"), HADOOP, ROWS);
    ParquetTable other = new ParquetTable("test", List.of(Column.of("latency_ms", DOUBLE)));
    assertThatThrownBy(() -> other.read(file("a.parquet"), HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("a.parquet has no column latency_ms")
        .hasMessageEndingWith(": start in a new run directory, or remove the file");
  }

  /** Files that are there, but cannot be read. */
  public static final class FailingFiles extends RawLocalFileSystem {
    private static IOException failure;

    @Override
    public URI getUri() {
      return URI.create("failing:///");
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
      throw failure;
    }
  }
}
