package netadapt.data;

import java.io.Serializable;

/**
 * Where one image of a source is: a file, or a record in one.
 *
 * @param ordinal position in the source's own order, from 0
 * @param file path below the source's folder, with forward slashes
 * @param record number of the record in the file, from 0; −1 if the file is one image
 * @param label the image's class
 * @param test whether it belongs to the source's own test set
 */
public record SourceItem(int ordinal, String file, int record, int label, boolean test)
    implements Serializable {

  /** What the {@code source} column says: {@code train/cat/1.jpg} or {@code data_batch_1.bin#7}. */
  String name() {
    return record < 0 ? file : file + "#" + record;
  }
}
