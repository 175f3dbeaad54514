package netadapt.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import netadapt.BadInput;
import org.apache.commons.io.FilenameUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * JPEG, PNG, BMP and GIF files in one folder per class, as ImageNet has them: {@code CLASS/*.JPEG},
 * or {@code train/CLASS/*.JPEG} with {@code test/CLASS} or {@code val/CLASS} as the test set.
 *
 * <p>Classes are sorted by name; a class folder without images is no class. Files and folders whose
 * names start with a dot or an underscore are passed over; other kinds of files are noted as not
 * used.
 *
 * @param folder that holds the class folders, or {@code train} and {@code test} or {@code val}
 */
public record ImageFolders(String folder) implements ImageSource {
  private static final Pattern IMAGE =
      Pattern.compile(".*\\.(jpe?g|png|bmp|gif)", Pattern.CASE_INSENSITIVE);

  /** Images, and what others would call images. */
  private static final Pattern PICTURE =
      Pattern.compile(".*\\.(jpe?g|png|bmp|gif|webp|tiff?|heic|avif)", Pattern.CASE_INSENSITIVE);

  @Override
  public String description() {
    return "image folders in " + folder;
  }

  @Override
  public Listing list(Configuration hadoop) throws IOException {
    SourceFolder files = new SourceFolder(hadoop, folder);
    files.check();
    UnusedFiles unused = new UnusedFiles();
    Map<String, List<SourceFile>> train = images(files, "train", unused);
    Map<String, List<SourceFile>> test = new TreeMap<>();
    if (train.isEmpty()) {
      unused = new UnusedFiles();
      train = images(files, "", unused);
    } else {
      test = images(files, "test", unused);
      Set<String> used = test.isEmpty() ? Set.of("train", "test", "val") : Set.of("train", "test");
      test = test.isEmpty() ? images(files, "val", unused) : test;
      noteBeside(files, used, unused);
    }
    if (train.isEmpty()) {
      throw new BadInput(
          "folder %s has no images: it must hold one folder per class with .jpg, .jpeg, .png, .bmp or .gif files, or train/CLASS and test/CLASS or val/CLASS%s"
              .formatted(files, unused.isEmpty() ? "" : "; there are " + unused));
    }
    List<String> classes = List.copyOf(train.keySet());
    Listing listing = new Listing(classes, unused);
    add(listing, train, false);
    add(listing, test, true);
    return listing;
  }

  @Override
  public ImageReader reader(Configuration hadoop) {
    return new FileReader(SourceFolder.at(hadoop, folder));
  }

  /**
   * Images by class, both sorted; paths are relative to the source's folder.
   *
   * @param parent of the class folders; empty for the source's folder
   * @param unused told of what is there beside them
   */
  static Map<String, List<SourceFile>> images(SourceFolder files, String parent, UnusedFiles unused)
      throws IOException {
    String below = parent.isEmpty() ? "" : parent + "/";
    Map<String, List<SourceFile>> images = new TreeMap<>();
    for (FileStatus status : files.list(parent)) {
      String name = below + status.getPath().getName();
      if (status.isDirectory()) {
        List<SourceFile> found = classImages(files, name, unused);
        if (found.isEmpty()) {
          unused.add("class folders without images", name);
        } else {
          images.put(status.getPath().getName(), found);
        }
      } else {
        noteOutside(name, unused);
      }
    }
    return images;
  }

  private static List<SourceFile> classImages(SourceFolder files, String name, UnusedFiles unused)
      throws IOException {
    List<SourceFile> images = new ArrayList<>();
    for (FileStatus status : files.list(name)) {
      String file = name + "/" + status.getPath().getName();
      if (status.isDirectory()) {
        unused.add("folders in class folders", file);
      } else if (isImage(file)) {
        images.add(SourceFile.of(file, status));
      } else {
        String ending = FilenameUtils.getExtension(file).toLowerCase(Locale.ROOT);
        unused.add(ending.isEmpty() ? "files without ending" : "." + ending + " files", file);
      }
    }
    return images;
  }

  /** Tells of what is beside the folders of training and test images. */
  private static void noteBeside(SourceFolder files, Set<String> used, UnusedFiles unused)
      throws IOException {
    for (FileStatus status : files.list("")) {
      String name = status.getPath().getName();
      if (!status.isDirectory()) {
        noteOutside(name, unused);
      } else if (!used.contains(name)) {
        unused.add("folders beside train", name);
      }
    }
  }

  /** Lists of labels, licences and the like are not meant to be images. */
  private static void noteOutside(String file, UnusedFiles unused) {
    if (PICTURE.matcher(file).matches()) {
      unused.add("images in no class folder", file);
    }
  }

  private void add(Listing listing, Map<String, List<SourceFile>> images, boolean test) {
    images.forEach(
        (name, files) -> {
          int label = listing.classes().indexOf(name);
          if (label < 0) {
            throw new BadInput(
                "class %s has test images in %s but no training images: add some, or remove its folder"
                    .formatted(name, folder));
          }
          listing.add(found(files), label, test);
        });
  }

  static List<FoundImage> found(List<SourceFile> files) {
    return files.stream().map(file -> new FoundImage(file, TarMember.NONE)).toList();
  }

  /** Whether a file's name ends as those of images do. */
  static boolean isImage(String name) {
    return IMAGE.matcher(name).matches();
  }
}
