package netadapt.data;

import java.io.Serializable;

/**
 * Where one image of a source is: a file, a record in one, or a member of a tar file.
 *
 * @param ordinal position in the source's own order, from 0
 * @param file path below the source's folder, with forward slashes
 * @param record number of the record in the file, from 0; −1 if the file has no records
 * @param member {@link TarMember#NONE} if the file is no tar file
 * @param label the image's class
 * @param test whether it belongs to the source's own test set
 */
public record SourceItem(
    int ordinal, String file, int record, TarMember member, int label, boolean test)
    implements Serializable {

  /** An image that is in no tar file. */
  public SourceItem(int ordinal, String file, int record, int label, boolean test) {
    this(ordinal, file, record, TarMember.NONE, label, test);
  }

  /**
   * What the {@code source} column says: {@code train/cat/1.jpg}, {@code data_batch_1.bin#7} or
   * {@code ILSVRC2012_img_train.tar#n01440764_10026.JPEG}.
   */
  String name() {
    if (!member.isNone()) {
      return file + "#" + member.name();
    }
    return record < 0 ? file : file + "#" + record;
  }
}
