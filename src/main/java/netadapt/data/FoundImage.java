package netadapt.data;

import org.apache.commons.io.FilenameUtils;

/**
 * An image that a source has found.
 *
 * @param file that it is, or that it is in
 * @param member {@link TarMember#NONE} if it is the file
 */
record FoundImage(SourceFile file, TarMember member) {
  /** Name without folders and ending. */
  String name() {
    return FilenameUtils.getBaseName(member.isNone() ? file.name() : member.name());
  }
}
