package netadapt.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import netadapt.BadInput;
import netadapt.HadoopFiles;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A user's file with an architecture. */
public final class ArchitectureFile {
  private ArchitectureFile() {}

  /**
   * Reads an architecture.
   *
   * @param file a local path, or a URI of any file system that Hadoop knows
   * @param what the file is called where the user names it, such as {@code --architecture}
   * @param hadoop says how to reach that
   * @throws BadInput if there is no such file, or it holds no architecture of this network
   */
  public static Architecture read(
      SuperNetwork network, String file, String what, Configuration hadoop) {
    return ArchitectureJson.read(network, text(file, what, hadoop), file);
  }

  private static String text(String file, String what, Configuration hadoop) {
    try (InputStream in = open(new Path(file), hadoop)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      throw new BadInput("%s is %s but there is no such file".formatted(what, file), e);
    } catch (IOException | IllegalArgumentException e) { // the latter if it is no path at all
      throw new BadInput(
          "%s is %s but that cannot be read: %s".formatted(what, file, e.getMessage()), e);
    }
  }

  private static InputStream open(Path path, Configuration hadoop) throws IOException {
    return path.toUri().getScheme() == null
        ? FileSystem.getLocal(hadoop).getRaw().open(path) // whatever the default file system is
        : HadoopFiles.of(path, hadoop).open(path);
  }
}
