package netadapt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;

/** A file that the command line names, with what remains of a network's layers, as JSON. */
final class ArchitectureFile {
  private ArchitectureFile() {}

  /**
   * Checks that a file is there.
   *
   * @param what the command line calls it, such as {@code --architecture}
   * @throws BadInput if it is not
   */
  static void require(Path file, String what) {
    if (!Files.isRegularFile(file)) {
      throw new BadInput("%s is %s but there is no such file".formatted(what, file));
    }
  }

  /**
   * Reads a file.
   *
   * @throws BadInput if it cannot be read, or is not an architecture of this network
   */
  static Architecture read(SuperNetwork network, Path file) {
    try {
      return ArchitectureJson.read(network, Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new BadInput("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
