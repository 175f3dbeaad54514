package netadapt.data;

import java.io.Serializable;

/**
 * Where one image of a source is: a file, or a record in one.
 *
 * <p>Not a record, because Kryo, which a user may choose for Spark, cannot write records.
 */
final class SourceItem implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Position in the source's own order, from 0. */
  final int ordinal;

  /** Path below the source's folder, with forward slashes. */
  final String file;

  /** Number of the record in the file, from 0; −1 if the file is one image. */
  final int record;

  final int label;

  /** Whether it belongs to the source's own test set. */
  final boolean test;

  SourceItem(int ordinal, String file, int record, int label, boolean test) {
    this.ordinal = ordinal;
    this.file = file;
    this.record = record;
    this.label = label;
    this.test = test;
  }

  /** What the {@code source} column says: {@code train/cat/1.jpg} or {@code data_batch_1.bin#7}. */
  String name() {
    return record < 0 ? file : file + "#" + record;
  }
}
