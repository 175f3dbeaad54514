package netadapt.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import netadapt.BadInput;
import netadapt.data.ImageReader.UnreadableImage;
import netadapt.fuzz.Scratch;
import netadapt.fuzz.Target;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Images and their classes as others hand them out. */
public final class SourceTargets {
  /** Images read of a source. */
  private static final int READ = 3;

  private static final String KIT = "ILSVRC2012_devkit_t12";
  private static final byte[] NUMBERS = "3\n1\n2\n4\n".getBytes(UTF_8);

  private SourceTargets() {}

  public static List<Target> all() {
    return List.of(idx(), cifar(), tar(), classList(), synsets(), kit());
  }

  private static Target idx() {
    Path folder = Scratch.folder("idx");
    return new Target(
        "idx",
        10,
        1024,
        () -> List.of(Scratch.joined(Pictures.idxLabels(5, 3), Pictures.idxImages(5, 3, 4, 1))),
        bytes -> {
          Scratch.write(folder.resolve("train-labels-idx1-ubyte"), Scratch.first(bytes));
          Scratch.write(folder.resolve("train-images-idx3-ubyte"), Scratch.second(bytes));
          readAll(new IdxFiles(folder.toString()));
        },
        List.of(BadInput.class, UnreadableImage.class));
  }

  private static Target cifar() {
    Path folder = Scratch.folder("cifar");
    byte[] names = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n".getBytes(UTF_8);
    return new Target(
        "cifar",
        20,
        7000,
        () -> List.of(Scratch.joined(names, new byte[2 * CifarBinaries.RECORD])),
        bytes -> {
          Scratch.write(folder.resolve("batches.meta.txt"), Scratch.first(bytes));
          Scratch.write(folder.resolve("data_batch_1.bin"), Scratch.second(bytes));
          readAll(new CifarBinaries(folder.toString()));
        },
        List.of(BadInput.class, UnreadableImage.class));
  }

  /** A tar file of tar files; of every other input the headers have the sums that they should. */
  private static Target tar() {
    Path folder = Scratch.folder("tar");
    return new Target(
        "tar",
        20,
        24000,
        () ->
            List.of(
                behind(0, smallTar(TarArchiveOutputStream.LONGFILE_GNU)),
                behind(1, smallTar(TarArchiveOutputStream.LONGFILE_GNU)),
                behind(1, smallTar(TarArchiveOutputStream.LONGFILE_POSIX))),
        bytes -> {
          byte[] tar = bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
          boolean summed = bytes.length > 0 && (bytes[0] & 1) == 1;
          Scratch.write(
              folder.resolve("ILSVRC2012_img_train.tar"), summed ? Tars.withCheckSums(tar) : tar);
          readAll(new ImageNetFiles(folder.toString()));
        },
        List.of(BadInput.class, UnreadableImage.class));
  }

  private static byte[] behind(int first, byte[] rest) {
    byte[] bytes = new byte[1 + rest.length];
    bytes[0] = (byte) first;
    System.arraycopy(rest, 0, bytes, 1, rest.length);
    return bytes;
  }

  private static byte[] smallTar(int longNames) throws IOException {
    byte[] inner = Tars.of(Tars.images("n01440764", 2), longNames);
    return Tars.of(Map.of("n01440764.tar", inner), longNames);
  }

  private static Target classList() {
    Path folder = Scratch.folder("class-list");
    return new Target(
        "class-list",
        10,
        1024,
        () ->
            List.of(
                "ILSVRC2012_val_00000001.JPEG n01440764\nILSVRC2012_val_00000004 n03100240\n"
                    .getBytes(UTF_8),
                "ImageId,PredictionString\nILSVRC2012_val_00000001,n01440764 85 1 499 272 \n"
                    .getBytes(UTF_8)),
        bytes -> {
          Scratch.write(folder.resolve("val.txt"), bytes);
          GroundTruth.find(new SourceFolder(Scratch.HADOOP, folder.toString()));
        },
        List.of(BadInput.class));
  }

  private static Target synsets() {
    return new Target(
        "synsets",
        5,
        2048,
        () -> List.of(ImageNetFilesTest.meta()),
        bytes -> Synsets.read(new ByteArrayInputStream(bytes), "meta.mat"),
        List.of(BadInput.class));
  }

  /** The kit's tar file, packed once it is damaged; its headers have the sums that they should. */
  private static Target kit() {
    Path folder = Scratch.folder("kit");
    return new Target(
        "kit",
        20,
        8192,
        () -> {
          Map<String, byte[]> files = new LinkedHashMap<>();
          files.put(KIT + "/data/meta.mat", ImageNetFilesTest.meta());
          files.put(KIT + "/data/ILSVRC2012_validation_ground_truth.txt", NUMBERS);
          return List.of(Tars.cut(Tars.of(files), 4096));
        },
        bytes -> {
          ByteArrayOutputStream packed = new ByteArrayOutputStream();
          try (GZIPOutputStream output = new GZIPOutputStream(packed)) {
            output.write(Tars.withCheckSums(bytes));
          }
          Scratch.write(folder.resolve(KIT + ".tar.gz"), packed.toByteArray());
          GroundTruth.find(new SourceFolder(Scratch.HADOOP, folder.toString()));
        },
        List.of(BadInput.class));
  }

  private static void readAll(ImageSource source) throws Exception {
    Listing listing = source.list(Scratch.HADOOP);
    try (ImageReader reader = source.reader(Scratch.HADOOP)) {
      for (SourceItem item : listing.items().stream().limit(READ).toList()) {
        reader.read(item);
      }
    }
  }
}
