package netadapt.cli;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A cluster's file system, {@code home:/...}, on files of this machine: relative paths are below a
 * directory of the user's, which {@code home.directory} names.
 */
public final class HomeFileSystem extends RawLocalFileSystem {
  @Override
  public URI getUri() {
    return URI.create("home:///");
  }

  @Override
  public void initialize(URI uri, Configuration hadoop) throws IOException {
    super.initialize(uri, hadoop);
    setWorkingDirectory(new Path(hadoop.get("home.directory")));
  }
}
