package netadapt.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import netadapt.BadInput;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;

/**
 * The binary version of CIFAR-10: {@code data_batch_*.bin}, and if there {@code test_batch.bin} as
 * the test set and {@code batches.meta.txt} with the classes' names.
 *
 * @param folder that holds them
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">The format</a>
 */
public record CifarBinaries(String folder) implements ImageSource {
  static final int SIDE = 32;
  static final int RECORD = 1 + 3 * SIDE * SIDE;
  private static final int CLASSES = 10;

  @Override
  public String description() {
    return "CIFAR-10 binary files in " + folder;
  }

  @Override
  public Listing list(Configuration hadoop) throws IOException {
    SourceFolder files = new SourceFolder(hadoop, folder);
    files.check();
    List<String> names = files.list("").stream().map(file -> file.getPath().getName()).toList();
    List<String> batches = names.stream().filter(n -> n.matches("data_batch_.*\\.bin")).toList();
    if (batches.isEmpty()) {
      throw new BadInput(
          "data_batch_1.bin is not in %s: put it there, or choose another format of images"
              .formatted(folder));
    }
    Listing listing = new Listing(classes(files));
    for (String batch : batches) {
      add(listing, files, batch, false);
    }
    if (names.contains("test_batch.bin")) {
      add(listing, files, "test_batch.bin", true);
    }
    return listing;
  }

  @Override
  public ImageReader reader(Configuration hadoop) {
    return new RecordReader(SourceFolder.at(hadoop, folder)::open, RecordReader.CIFAR);
  }

  private static List<String> classes(SourceFolder files) throws IOException {
    if (files.has("batches.meta.txt")) {
      try (InputStream input = files.open("batches.meta.txt")) {
        List<String> names =
            IOUtils.readLines(input, StandardCharsets.UTF_8).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (names.size() == CLASSES) {
          return names;
        }
        throw new BadInput(
            "batches.meta.txt in %s has %d names but must have 10".formatted(files, names.size()));
      }
    }
    return IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
  }

  private static void add(Listing listing, SourceFolder files, String name, boolean test)
      throws IOException {
    listing.note(files.describe(name));
    long length = files.length(name);
    if (length % RECORD != 0) {
      throw new BadInput(
          "%s in %s has %d bytes but must have a multiple of %d: fetch it again"
              .formatted(name, files, length, RECORD));
    }
    try (InputStream input = new BufferedInputStream(files.open(name), 1 << 16)) {
      for (int i = 0; i < length / RECORD; i++) {
        int label = input.read();
        if (label >= CLASSES) {
          throw new BadInput(
              "label of image %d of %s in %s is %d but must be below 10: the file is damaged"
                  .formatted(i, name, files, label));
        }
        listing.add(name, i, label, test);
        IOUtils.skipFully(input, RECORD - 1);
      }
    }
  }
}
