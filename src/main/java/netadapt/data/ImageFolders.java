package netadapt.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * JPEG and PNG files in one folder per class, as ImageNet has them: {@code CLASS/*.JPEG}, or {@code
 * train/CLASS/*.JPEG} with {@code test/CLASS} or {@code val/CLASS} as the test set.
 *
 * <p>Classes are sorted by name; a class folder without images is no class. Files and folders whose
 * names start with a dot or an underscore are passed over, and so are other kinds of files.
 *
 * @param folder that holds the class folders, or {@code train} and {@code test} or {@code val}
 */
public record ImageFolders(String folder) implements ImageSource {
  private static final Pattern IMAGE =
      Pattern.compile(".*\\.(jpe?g|png)", Pattern.CASE_INSENSITIVE);

  @Override
  public String description() {
    return "image folders in " + folder;
  }

  @Override
  public Listing list(Configuration hadoop) throws IOException {
    SourceFolder files = new SourceFolder(hadoop, folder);
    files.check();
    Map<String, List<String>> train = images(files, "train/");
    Map<String, List<String>> test = new TreeMap<>();
    if (train.isEmpty()) {
      train = images(files, "");
    } else {
      test = images(files, "test/");
      test = test.isEmpty() ? images(files, "val/") : test;
    }
    if (train.isEmpty()) {
      throw new BadInput(
          "folder %s has no images: it must hold one folder per class with .jpg, .jpeg or .png files, or train/CLASS and test/CLASS or val/CLASS"
              .formatted(files));
    }
    List<String> classes = List.copyOf(train.keySet());
    Listing listing = new Listing(classes);
    add(listing, train, false);
    add(listing, test, true);
    return listing;
  }

  @Override
  public ImageReader reader(Configuration hadoop) {
    try {
      SourceFolder files = new SourceFolder(hadoop, folder);
      return new ImageReader() {
        @Override
        public DecodedImage read(SourceItem item) throws IOException, UnreadableImage {
          try (InputStream input = files.open(item.file())) {
            return ImageFile.decode(input.readAllBytes());
          }
        }

        @Override
        public void close() {}
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Images by class, both sorted; paths are relative to the source's folder. */
  private static Map<String, List<String>> images(SourceFolder files, String below)
      throws IOException {
    Map<String, List<String>> images = new TreeMap<>();
    for (FileStatus status :
        files.list(below.isEmpty() ? "" : below.substring(0, below.length() - 1))) {
      if (status.isDirectory()) {
        String name = status.getPath().getName();
        List<String> found =
            files.list(below + name).stream()
                .filter(FileStatus::isFile)
                .map(file -> file.getPath().getName())
                .filter(file -> IMAGE.matcher(file).matches())
                .map(file -> below + name + "/" + file)
                .toList();
        if (!found.isEmpty()) {
          images.put(name, found);
        }
      }
    }
    return images;
  }

  private void add(Listing listing, Map<String, List<String>> images, boolean test) {
    images.forEach(
        (name, files) -> {
          int label = listing.classes().indexOf(name);
          if (label < 0) {
            throw new BadInput(
                "class %s has test images in %s but no training images: add some, or remove its folder"
                    .formatted(name, folder));
          }
          files.forEach(file -> listing.add(file, -1, label, test));
        });
  }
}
