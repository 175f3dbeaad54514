package netadapt.data;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Files of this machine, one of which cannot be read when a test wants it: {@code faulty:///...}.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  static final String NONE = "no such file";

  /** What the name of the file that cannot be read ends in. */
  static volatile String fault = NONE;

  private static final Set<String> OPENED = new TreeSet<>();
  private static boolean fired;
  private static boolean once;

  /** No file has been opened, and all can be read but one. */
  static void reset(String ending) {
    reset(ending, false);
  }

  /** The same, but that one can be read when it is opened again. */
  static void failOnce(String ending) {
    reset(ending, true);
  }

  private static void reset(String ending, boolean onlyOnce) {
    synchronized (OPENED) {
      OPENED.clear();
      fired = false;
      fault = ending;
      once = onlyOnce;
    }
  }

  /** Names without folders. */
  static Set<String> opened() {
    synchronized (OPENED) {
      return new TreeSet<>(OPENED);
    }
  }

  /** Whether that file was to be read. */
  static boolean fired() {
    synchronized (OPENED) {
      return fired;
    }
  }

  @Override
  public URI getUri() {
    return URI.create("faulty:///");
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    synchronized (OPENED) {
      OPENED.add(file.getParent().getName() + "/" + file.getName());
      if (file.toString().endsWith(fault)) {
        fired = true;
        fault = once ? NONE : fault;
        throw new IOException("this disk is gone");
      }
    }
    return super.open(file, bufferSize);
  }
}
