package netadapt.data;

import java.util.ArrayList;
import java.util.List;

/** What a source holds: its classes, and its images in an order that never changes. */
public final class Listing {
  private final List<String> classes;
  private final List<SourceItem> items = new ArrayList<>();
  private final UnusedFiles unused;
  private boolean ownTest;

  /** Of a source that uses all it has. */
  public Listing(List<String> classes) {
    this(classes, new UnusedFiles());
  }

  Listing(List<String> classes, UnusedFiles unused) {
    this.classes = List.copyOf(classes);
    this.unused = unused;
  }

  void add(String file, int record, int label, boolean test) {
    items.add(new SourceItem(items.size(), file, record, label, test));
    ownTest |= test;
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

  /** Whether each image is a file of its own. */
  boolean filePerImage() {
    return !items.isEmpty() && items.get(0).record() < 0;
  }

  /** Whether the source has a test set of its own. */
  boolean ownTest() {
    return ownTest;
  }
}
