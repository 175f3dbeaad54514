package netadapt.data;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Reads images that are files of their own, in folders or in tar files, which it does not unpack.
 */
final class FileReader implements ImageReader {
  private final SourceFolder files;
  private String tar = "";
  private FSDataInputStream input;

  FileReader(SourceFolder files) {
    this.files = files;
  }

  @Override
  public DecodedImage read(SourceItem item) throws IOException, UnreadableImage {
    return ImageFile.decode(file(item));
  }

  @Override
  public byte[] file(SourceItem item) throws IOException {
    if (item.member().isNone()) {
      try (InputStream whole = files.open(item.file())) {
        return whole.readAllBytes();
      }
    }
    if (!tar.equals(item.file())) {
      close();
      input = files.openTar(item.file());
      tar = item.file();
    }
    byte[] bytes = new byte[item.member().length()];
    input.seek(item.member().offset()); // which reads on, where the image is the next one
    input.readFully(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    if (!tar.isEmpty()) {
      tar = "";
      input.close();
    }
  }
}
