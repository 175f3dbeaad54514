package netadapt.data;

import java.util.ArrayList;
import java.util.List;

/** What a source holds: its classes, and its images in an order that never changes. */
public final class Listing {
  private final List<String> classes;
  private final List<SourceItem> items = new ArrayList<>();
  private boolean ownTest;

  public Listing(List<String> classes) {
    this.classes = List.copyOf(classes);
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

  /** Whether the source has a test set of its own. */
  boolean ownTest() {
    return ownTest;
  }
}
