package netadapt.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a source holds: its classes, and its images in an order that never changes. */
public final class Listing {
  private final List<String> classes;
  private final List<SourceItem> items = new ArrayList<>();
  private final UnusedFiles unused;
  private final MessageDigest digest = DecodedPart.sha256();
  private String noted = "";
  private boolean ownTest;

  /** Of a source that uses all it has. */
  public Listing(List<String> classes) {
    this(classes, new UnusedFiles());
  }

  Listing(List<String> classes, UnusedFiles unused) {
    this.classes = List.copyOf(classes);
    this.unused = unused;
    note(String.join("/", classes));
  }

  /** Of a source whose images have targets instead of classes: all are of a single one. */
  static Listing ofTargets(UnusedFiles unused) {
    return new Listing(List.of("depth"), unused);
  }

  /** Adds a record of a file, or a file that is one image: record −1. */
  void add(String file, int record, int label, boolean test) {
    add(new SourceItem(items.size(), file, record, label, test));
  }

  /** Adds images that are files of their own, by themselves or in tar files. */
  void add(List<FoundImage> images, int label, boolean test) {
    for (FoundImage image : images) {
      String file = image.file().name();
      if (image.member().isNone() || !noted.equals(file)) {
        note(image.file());
        noted = file;
      }
      add(new SourceItem(items.size(), file, -1, image.member(), label, test));
    }
  }

  private void add(SourceItem item) {
    items.add(item);
    ownTest |= item.test();
    note(
        item.name()
            + ' '
            + item.member().offset()
            + ' '
            + item.member().length()
            + ' '
            + item.label()
            + ' '
            + item.test());
  }

  /** Notes a file that images are in, so that another one in its place gives another listing. */
  void note(SourceFile file) {
    note(file.name() + ' ' + file.length() + ' ' + file.modified());
  }

  private void note(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
  }

  /** Hash of all that is listed: other images or files have another one. */
  String fingerprint() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest(), 0, 16);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every Java can clone SHA-256", e);
    }
  }

  List<String> classes() {
    return classes;
  }

  public List<SourceItem> items() {
    return items;
  }

  /** What the source has beside its images. */
  UnusedFiles unused() {
    return unused;
  }

  /** Whether each image is a file of its own, by itself or in a tar file. */
  boolean filePerImage() {
    return !items.isEmpty() && items.get(0).record() < 0;
  }

  /** Whether the source has a test set of its own. */
  boolean ownTest() {
    return ownTest;
  }
}
