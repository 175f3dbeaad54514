package netadapt.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.io.FilenameUtils;

/**
 * The files in a tar file, by its headers alone.
 *
 * @param members regular files, in their order
 * @param leftOut names of regular files that cannot be read in their place: {@link #LEFT_OUT}
 * @param problem why these are not all, such as "it ends within cat.jpg"; empty if they are
 */
record TarHeaders(List<TarMember> members, List<String> leftOut, String problem)
    implements Serializable {
  /** A kind of {@link UnusedFiles}. */
  static final String LEFT_OUT = "sparse files, and files of 2 GB or more, in tar files";

  private static final int BLOCK = 512;

  TarHeaders {
    members = List.copyOf(members);
    leftOut = List.copyOf(leftOut);
  }

  /** Whether a file begins as a tar file does; nothing else of it is read. */
  static boolean begin(SourceFolder files, String file) throws IOException {
    try (InputStream input = files.openTar(file)) {
      byte[] header = input.readNBytes(BLOCK);
      return header.length == BLOCK && TarUtils.verifyCheckSum(header);
    }
  }

  /**
   * Reads the headers of a tar file that is a part of a file, or all of it.
   *
   * @param offset of its first byte
   * @param length in bytes
   * @throws IOException if the file cannot be read
   */
  static TarHeaders read(SourceFolder files, String file, long offset, long length)
      throws IOException {
    List<TarMember> members = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    long end = 0;
    try (FileSection section = new FileSection(files.openTar(file), offset, length);
        TarFile tar = new TarFile(section)) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        if (!entry.isCheckSumOK()) {
          return new TarHeaders(members, leftOut, "it is damaged, or no tar file");
        }
        if (entry.getDataOffset() + entry.getSize() > length) {
          return new TarHeaders(members, leftOut, "it ends within " + entry.getName());
        }
        end = entry.getDataOffset() + (entry.getSize() + BLOCK - 1) / BLOCK * BLOCK;
        String name = FilenameUtils.getName(entry.getName());
        if (entry.isSparse() || entry.getSize() > Integer.MAX_VALUE) {
          leftOut.add(name);
        } else if (entry.isFile()) {
          members.add(new TarMember(name, offset + entry.getDataOffset(), (int) entry.getSize()));
        }
      }
      return new TarHeaders(members, leftOut, isZero(section, end) ? "" : "it is cut off");
    } catch (UncheckedIOException e) {
      throw e.getCause(); // the file could not be read
    } catch (IOException | IllegalArgumentException e) {
      return new TarHeaders(
          members, leftOut, "it is damaged, cut off or no tar file (%s)".formatted(e.getMessage()));
    }
  }

  /**
   * Whether a block of zeros follows, as behind the last file: one cut off between files has none.
   */
  private static boolean isZero(FileSection section, long position) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    section.position(position);
    while (block.hasRemaining()) {
      if (section.read(block) < 0) {
        return false;
      }
    }
    return Arrays.equals(block.array(), new byte[BLOCK]);
  }
}
