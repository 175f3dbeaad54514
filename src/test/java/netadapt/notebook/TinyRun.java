package netadapt.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration for a run that takes seconds. */
final class TinyRun {
  private TinyRun() {}

  /** Writes it. */
  static Path configuration(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("tiny.conf"),
        """
        network = mnist
        data { held-out = 1000, test = 8000 }
        supernet.epochs = 1
        search { budgets = [0.75], samples = 4, layers = 3, reduction = 0.1, strategy = descent }
        train.epochs = 1
        """);
  }
}
