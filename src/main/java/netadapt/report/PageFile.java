package netadapt.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What pages are made of and comes with the program: style, script, libraries, charts. */
final class PageFile {
  private static final String FOLDER = "/netadapt/page/";

  private PageFile() {}

  /**
   * A file's text.
   *
   * @param name such as {@code page.css}
   * @throws IllegalStateException if there is no such file
   */
  static String text(String name) {
    try (InputStream file = PageFile.class.getResourceAsStream(FOLDER + name)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks its file " + FOLDER + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
