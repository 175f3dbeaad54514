package netadapt.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Settings that a test writes as a user would. */
final class WrittenSettings {
  private WrittenSettings() {}

  /** Reads them from a file with that text. */
  static Settings read(Path file, String text, Map<String, String> options) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SettingsFile.read(file, options);
  }
}
