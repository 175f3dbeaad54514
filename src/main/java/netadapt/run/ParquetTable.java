package netadapt.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.HadoopFiles;
import netadapt.ParquetSizes;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * A table whose rows are written to, and read from, single Parquet files. The same rows give the
 * same bytes.
 */
public final class ParquetTable {
  private final List<Column> columns;
  private final MessageType schema;

  /**
   * What a column holds, as Java's String, Integer, Long, Double or Boolean; a struct, as a map
   * from names to values.
   */
  public enum Type {
    STRING(PrimitiveTypeName.BINARY),
    INT(PrimitiveTypeName.INT32),
    LONG(PrimitiveTypeName.INT64),
    DOUBLE(PrimitiveTypeName.DOUBLE),
    BOOLEAN(PrimitiveTypeName.BOOLEAN),
    STRUCT(null);

    private final PrimitiveTypeName primitive;

    Type(PrimitiveTypeName primitive) {
      this.primitive = primitive;
    }

    /** Parquet's; {@code null} of a struct. */
    PrimitiveTypeName primitive() {
      return primitive;
    }
  }

  /** How many values a row has in a column. */
  public enum Count {
    /** One. */
    ONE,
    /** One or none. */
    OPTIONAL,
    /** Any number, as Java's List. */
    LIST
  }

  /**
   * One column.
   *
   * @param name unique within the table or struct
   * @param type of every value
   * @param count of a row's values
   * @param fields of a struct, in order; else empty
   */
  public record Column(String name, Type type, Count count, List<Column> fields) {
    public Column {
      fields = List.copyOf(fields);
    }

    /** A column with one value in every row. */
    public static Column of(String name, Type type) {
      return new Column(name, type, Count.ONE, List.of());
    }

    /** A column that a row may lack. */
    public static Column optional(String name, Type type) {
      return new Column(name, type, Count.OPTIONAL, List.of());
    }

    /** A column with a list in every row. */
    public static Column list(String name, Type type) {
      return new Column(name, type, Count.LIST, List.of());
    }

    /** A column with a struct in every row. */
    public static Column struct(String name, Column... fields) {
      return new Column(name, Type.STRUCT, Count.ONE, List.of(fields));
    }

    /** A column with a list of structs in every row. */
    public static Column structs(String name, Column... fields) {
      return new Column(name, Type.STRUCT, Count.LIST, List.of(fields));
    }

    /** What it holds, for messages. */
    String holds() {
      return count == Count.LIST ? "a list of " + type : type.toString();
    }
  }

  /**
   * Declares a table.
   *
   * @param name of the Parquet schema
   * @param columns in order
   */
  public ParquetTable(String name, List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.schema = new MessageType(name, ParquetCells.schema(columns));
  }

  /** The columns, in order. */
  public List<Column> columns() {
    return columns;
  }

  /**
   * Writes one file.
   *
   * @param file does not exist yet
   * @param rows values by column name, in the order to be read; optional values may be absent
   * @throws IllegalArgumentException if a row lacks a value, or has one that is no column's
   */
  public void write(Path file, Configuration hadoop, List<Map<String, Object>> rows)
      throws IOException {
    // Gzip, because Java brings it: no native library to unpack on any machine.
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new NewFile(file, HadoopFiles.of(file, hadoop)))
            .withConf(hadoop)
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.GZIP)
            .build()) {
      for (Map<String, Object> row : rows) {
        Group group = new SimpleGroup(schema);
        ParquetCells.write(columns, row, group);
        writer.write(group);
      }
    }
  }

  /**
   * Reads one file.
   *
   * @return the rows in order, with the table's columns in order; further columns of the file are
   *     left out, and optional ones may be missing from it
   * @throws BadInput if the file is missing, damaged, lacks a column, or has one of another type
   * @throws UncheckedIOException if the file system fails
   */
  public List<Map<String, Object>> read(Path file, Configuration hadoop) {
    List<Map<String, Object>> rows = new ArrayList<>();
    ParquetBytes bytes = whole(file, hadoop);
    try (ParquetReader<Group> reader = rows(bytes, hadoop)) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        rows.add(ParquetCells.read(columns, group, file.toString()));
      }
    } catch (IOException | RuntimeException e) {
      throw damaged(file, e);
    }
    return rows;
  }

  private static ParquetReader<Group> rows(ParquetBytes bytes, Configuration hadoop)
      throws IOException {
    try (ParquetFileReader file = ParquetFileReader.open(bytes)) {
      ParquetSizes.check(file.getFooter(), bytes.all());
    }
    return new Rows(bytes).withConf(hadoop).withCodecFactory(ParquetSizes.codecs(hadoop)).build();
  }

  /** The columns of a file, in order; those of types that are not among ours are left out. */
  public static List<Column> columnsOf(Path file, Configuration hadoop) {
    ParquetBytes bytes = whole(file, hadoop);
    try (ParquetFileReader reader = ParquetFileReader.open(bytes)) {
      return ParquetCells.columns(reader.getFooter().getFileMetaData().getSchema());
    } catch (IOException | RuntimeException e) {
      throw damaged(file, e);
    }
  }

  /** A file in memory, so that what fails afterwards is due to what it holds. */
  private static ParquetBytes whole(Path file, Configuration hadoop) {
    try {
      FileSystem files = HadoopFiles.of(file, hadoop);
      try (FSDataInputStream in = files.open(file)) {
        return new ParquetBytes(in.readAllBytes());
      } catch (FileNotFoundException e) { // also for a file that nobody may read
        if (files.exists(file)) {
          throw e;
        }
        throw new BadInput(
            file + " is missing: put back a copy of it, or start in a new run directory", e);
      }
    } catch (ChecksumException e) {
      throw damaged(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /** Parquet says what is wrong with a file by many kinds of exceptions. */
  private static RuntimeException damaged(Path file, Exception failure) {
    if (failure instanceof BadInput known) {
      return known;
    }
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new BadInput(
        "%s cannot be read, it is damaged or no Parquet file (%s): put back a copy of it, or start in a new run directory"
            .formatted(file, cause.getMessage()),
        failure);
  }

  /** Reads rows. */
  private static final class Rows extends ParquetReader.Builder<Group> {
    Rows(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  /**
   * A file to be written.
   *
   * @param files its file system
   */
  private record NewFile(Path path, FileSystem files) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSize) throws IOException {
      return HadoopStreams.wrap(files.create(path, false));
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
      return HadoopStreams.wrap(files.create(path, true));
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
