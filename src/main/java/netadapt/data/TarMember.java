package netadapt.data;

import java.io.Serializable;

/**
 * Where a file is within a tar file.
 *
 * @param name without folders
 * @param offset of its first byte in the outermost tar file
 * @param length in bytes
 */
public record TarMember(String name, long offset, int length) implements Serializable {
  /** Of an image that is in no tar file. */
  static final TarMember NONE = new TarMember("", 0, 0);

  boolean isNone() {
    return name.isEmpty();
  }
}
