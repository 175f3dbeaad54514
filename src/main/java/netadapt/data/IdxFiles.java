package netadapt.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipException;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;

/**
 * The IDX files of MNIST and its kin (Fashion-MNIST, KMNIST): {@code train-images-idx3-ubyte},
 * {@code train-labels-idx1-ubyte} and, if there, {@code t10k-images-idx3-ubyte}, {@code
 * t10k-labels-idx1-ubyte} as the test set; each as it is or packed as {@code .gz}.
 *
 * @param folder that holds them
 * @see <a href="http://yann.lecun.com/exdb/mnist/">The format</a>
 */
public record IdxFiles(String folder) implements ImageSource {
  private static final int LABELS = 0x801;
  private static final int IMAGES = 0x803;

  @Override
  public String description() {
    return "IDX files in " + folder;
  }

  @Override
  public Listing list(Configuration hadoop) throws IOException {
    SourceFolder files = new SourceFolder(hadoop, folder);
    files.check();
    byte[] train = labels(files, "train");
    Listing listing = new Listing(classes(train));
    listing.note(files.describe(find(files, "train-images", "idx3")));
    add(listing, find(files, "train-images", "idx3"), train, false);
    if (has(files, "t10k-images", "idx3")) {
      byte[] test = labels(files, "t10k");
      if (classes(test).size() > listing.classes().size()) {
        throw new BadInput(
            "test labels in %s go up to %d but training labels only to %d: the files do not belong together"
                .formatted(folder, classes(test).size() - 1, listing.classes().size() - 1));
      }
      listing.note(files.describe(find(files, "t10k-images", "idx3")));
      add(listing, find(files, "t10k-images", "idx3"), test, true);
    }
    return listing;
  }

  @Override
  public ImageReader reader(Configuration hadoop) {
    return new RecordReader(SourceFolder.at(hadoop, folder)::open, RecordReader.IDX);
  }

  /** Labels of one set, as many as it has images. */
  private byte[] labels(SourceFolder files, String set) throws IOException {
    String images = find(files, set + "-images", "idx3");
    String file = find(files, set + "-labels", "idx1");
    long there = length(files, images);
    length(files, file);
    byte[] labels = labels(files.open(file), file);
    try (DataInputStream input = new DataInputStream(files.open(images))) {
      ImageHeader header = imageHeader(input, images);
      if (header.count() != labels.length) {
        throw new BadInput(
            "%s has %d images but %s has %d labels (in %s): the files do not belong together"
                .formatted(images, header.count(), file, labels.length, folder));
      }
      if (header.count() > 0 && (long) header.height() * header.width() > there) {
        throw new BadInput(
            "%s in %s has %d bytes but claims to hold %s: fetch it again"
                .formatted(images, folder, there, header));
      }
    } catch (EOFException e) {
      throw new BadInput(images + " in " + folder + " ends within its header: fetch it again", e);
    }
    return labels;
  }

  private static boolean has(SourceFolder files, String start, String kind) throws IOException {
    return locate(files, start, kind).isPresent();
  }

  private String find(SourceFolder files, String start, String kind) throws IOException {
    return locate(files, start, kind)
        .orElseThrow(
            () ->
                new BadInput(
                    "%s-%s-ubyte (or .gz) is not in %s: put it there, or choose another format of images"
                        .formatted(start, kind, folder)));
  }

  private static Optional<String> locate(SourceFolder files, String start, String kind)
      throws IOException {
    for (String dash : new String[] {"-", "."}) {
      for (String end : new String[] {"", ".gz"}) {
        String name = start + dash + kind + "-ubyte" + end;
        if (files.has(name)) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }

  static void add(Listing listing, String file, byte[] labels, boolean test) {
    for (int i = 0; i < labels.length; i++) {
      listing.add(file, i, labels[i] & 0xff, test);
    }
  }

  /** Numbers as names, from 0 to the highest label. */
  static List<String> classes(byte[] labels) {
    int highest = IntStream.range(0, labels.length).map(i -> labels[i] & 0xff).max().orElse(-1);
    return IntStream.rangeClosed(0, highest).mapToObj(Integer::toString).toList();
  }

  /** Reads and closes a file of labels. */
  static byte[] labels(InputStream stream, String name) throws IOException {
    try (DataInputStream input = new DataInputStream(stream)) {
      if (input.readInt() != LABELS) {
        throw new BadInput(name + " does not start as an IDX file of labels does");
      }
      int count = input.readInt();
      if (count < 0) {
        throw new BadInput(name + " claims to hold " + count + " labels: fetch it again");
      }
      byte[] labels = input.readNBytes(count); // grows with the file, whatever that claims
      if (labels.length < count) {
        throw new EOFException("%d of %d labels".formatted(labels.length, count));
      }
      return labels;
    } catch (EOFException e) {
      throw new BadInput(name + " ends before its last label: fetch it again", e);
    }
  }

  /**
   * The length of a file, unpacked. One that is packed is read to its end, which has a checksum: a
   * damaged one would else be found in the middle of the work.
   */
  private static long length(SourceFolder files, String name) throws IOException {
    if (!name.endsWith(".gz")) {
      return files.length(name);
    }
    try (InputStream input = files.open(name)) {
      return input.transferTo(OutputStream.nullOutputStream());
    } catch (EOFException | ZipException e) {
      throw new BadInput(
          "%s in %s is damaged or cut off (%s): fetch it again"
              .formatted(name, files, e.getMessage()),
          e);
    }
  }

  static ImageHeader imageHeader(DataInputStream input, String name) throws IOException {
    if (input.readInt() != IMAGES) {
      throw new BadInput(name + " does not start as an IDX file of images does");
    }
    ImageHeader header = new ImageHeader(input.readInt(), input.readInt(), input.readInt());
    long pixels = (long) header.height() * header.width();
    if (header.count() < 0
        || header.height() < 1
        || header.width() < 1
        || pixels > ImageFile.LARGEST_PIXELS) {
      throw new BadInput(name + " claims to hold " + header + ": fetch it again");
    }
    return header;
  }

  /** How many images there are, and their size in pixels. */
  record ImageHeader(int count, int height, int width) {}
}
