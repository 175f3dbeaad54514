package netadapt.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import netadapt.BadInput;
import netadapt.fuzz.Scratch;
import netadapt.fuzz.Target;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A prepared dataset, and what a preparation leaves behind that was killed. */
public final class DatasetTargets {
  private static final int IMAGES = 3;

  /** What a page may say of itself. */
  private static final long PAGE = 1L << 31;

  private static final ImageForm FORM = ImageForm.fitted(2, 2, 1);
  private static final java.nio.file.Path FOLDER = Scratch.folder("dataset");

  private DatasetTargets() {}

  public static List<Target> all() {
    return List.of(facts(), images(), pieceRows(), pieceFacts());
  }

  private static Target facts() {
    return new Target(
        "dataset-facts",
        5,
        1024,
        () ->
            List.of(
                ("{\"id\":\"a\",\"source\":\"b\",\"classes\":[\"0\",\"1\"],\"height\":2,\"width\":2,"
                        + "\"channels\":1,\"stored\":\"jpeg\",\"storedSide\":8,\"cropShare\":0.5,"
                        + "\"counts\":{\"train\":3},\"seed\":1,\"mean\":[0.5],\"std\":[0.2],"
                        + "\"skipped\":0}")
                    .getBytes(UTF_8)),
        bytes -> {
          Scratch.write(FOLDER.resolve("dataset.json"), bytes);
          new DatasetFolder(Scratch.HADOOP, FOLDER.toString()).facts().form();
        },
        List.of(BadInput.class));
  }

  private static Target images() {
    java.nio.file.Path file = FOLDER.resolve("part.parquet");
    ImageParts parts =
        new ImageParts(List.of(new ImageParts.Part(file.toString(), 0, IMAGES, 100)));
    return new Target(
        "dataset-images",
        50,
        4096,
        () -> List.of(parquet(CompressionCodecName.SNAPPY), parquet(CompressionCodecName.GZIP)),
        bytes -> {
          Scratch.write(file, bytes);
          ImageParts.part(file.toString(), Scratch.HADOOP);
          try {
            new ImageBlocks(parts, FORM, false)
                .read(0, IMAGES, Scratch.HADOOP)
                .forEach(StoredImage::decode);
          } catch (OutOfMemoryError e) {
            checkKnown(e);
          }
        },
        List.of(UncheckedIOException.class, IllegalStateException.class),
        PAGE);
  }

  /** Parquet makes room for a column's last page as that says, and only then reads. */
  private static void checkKnown(OutOfMemoryError failure) {
    if (Arrays.stream(failure.getStackTrace())
        .noneMatch(frame -> frame.getClassName().endsWith("$WorkaroundChunk"))) {
      throw failure;
    }
  }

  private static byte[] parquet(CompressionCodecName codec) throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType(ImageBlocks.COLUMNS);
    java.nio.file.Path file = Scratch.write(FOLDER.resolve("seed.parquet"), new byte[0]);
    Files.delete(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new Path(file.toString()))
            .withType(schema)
            .withCompressionCodec(codec)
            .build()) {
      for (int i = 0; i < IMAGES; i++) {
        Group row = new SimpleGroup(schema);
        row.append("index", i).append("label", i % 2).append("height", 2).append("width", 2);
        writer.write(
            row.append("channels", 1)
                .append("image", Binary.fromConstantByteArray(new byte[] {1, 2, 3, (byte) i})));
      }
    }
    return Files.readAllBytes(file);
  }

  private static Target pieceRows() {
    Path file = new Path(FOLDER.resolve("piece.rows").toString());
    return new Target(
        "piece-rows",
        10,
        512,
        () -> {
          Files.createDirectories(FOLDER);
          PieceRow row =
              new PieceRow(1, 0, "a/b.png", 2, 2, 1, new byte[] {1, 2, 3, 4}, new byte[4]);
          PieceFile.write(file, Scratch.HADOOP, List.of(row, row).iterator());
          return List.of(Files.readAllBytes(java.nio.file.Path.of(file.toString())));
        },
        bytes -> {
          Scratch.write(java.nio.file.Path.of(file.toString()), bytes);
          try (PieceFile.Rows rows = PieceFile.read(file, Scratch.HADOOP)) {
            rows.forEachRemaining(row -> {});
          }
        },
        List.of(UncheckedIOException.class));
  }

  /** Damaged ones are deleted. */
  private static Target pieceFacts() {
    java.nio.file.Path folder = Scratch.folder("pieces");
    return new Target(
        "piece-facts",
        20,
        4096,
        () -> {
          DecodedPart part = new DecodedPart(1);
          part.add(0, new byte[] {1}, new byte[0], new DecodedImage(1, 1, 1, new byte[] {1}));
          part.addUnreadable(1, "it is empty");
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(part.packed());
            output.writeLong(1);
          }
          return List.of(bytes.toByteArray());
        },
        bytes -> {
          Scratch.write(folder.resolve("piece-000000.rows"), new byte[] {1});
          Scratch.write(folder.resolve("piece-000000.facts"), bytes);
          new Pieces(folder.toString()).facts(0, Scratch.HADOOP);
        },
        List.of(IOException.class));
  }
}
