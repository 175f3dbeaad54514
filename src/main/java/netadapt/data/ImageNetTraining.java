package netadapt.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import netadapt.BadInput;
import org.apache.commons.io.FilenameUtils;
import org.apache.hadoop.fs.FileStatus;

/** Finds ILSVRC2012's training images. */
final class ImageNetTraining {
  private static final String FOLDER = "train";
  private static final String TAR = "ILSVRC2012_img_train.tar";
  private static final Pattern CLASS_TAR = Pattern.compile("n\\d+\\.tar");

  private ImageNetTraining() {}

  /** Whether there is anything that training images may be in. */
  static boolean isThere(SourceFolder files) throws IOException {
    return files.has(TAR) || !files.list(FOLDER).isEmpty();
  }

  /**
   * How many classes have a tar file each, of which none is opened.
   *
   * @throws BadInput if the tar file of all is damaged
   */
  static int classTars(SourceFolder files) throws IOException {
    UnusedFiles unused = new UnusedFiles();
    List<ImageNetTar> tars =
        files.has(TAR) ? inside(files, unused) : beside(files, Set.of(), unused);
    return (int) tars.stream().map(ImageNetTar::name).distinct().count();
  }

  /**
   * The images by WordNet id, both sorted, but for those in tar files, which are in their order.
   *
   * @param unused told of what is there beside them
   * @throws BadInput if there are none, or a tar file is damaged
   */
  static Map<String, List<FoundImage>> find(
      SourceFolder files, ImageNetTar.Headers headers, UnusedFiles unused) throws IOException {
    Map<String, List<FoundImage>> images = new TreeMap<>();
    List<ImageNetTar> tars = new ArrayList<>();
    if (files.has(TAR)) {
      tars.addAll(inside(files, unused));
      if (files.has(FOLDER)) {
        unused.add("folders beside " + TAR, FOLDER);
      }
    } else {
      ImageFolders.images(files, FOLDER, unused)
          .forEach((id, found) -> images.put(id, ImageFolders.found(found)));
      tars.addAll(beside(files, images.keySet(), unused));
    }
    List<TarHeaders> contents = headers.of(tars);
    SourceFile outer = new SourceFile("", 0, 0);
    for (int i = 0; i < tars.size(); i++) {
      ImageNetTar tar = tars.get(i);
      outer = tar.file().equals(outer.name()) ? outer : files.describe(tar.file());
      images.put(
          FilenameUtils.getBaseName(tar.name()), tar.images(contents.get(i), outer, files, unused));
    }
    if (images.isEmpty()) {
      throw new BadInput(
          "folder %s has no training images of ImageNet: it must hold %s, or %s with a folder or a tar file per class, such as %s/n01440764"
              .formatted(files, TAR, FOLDER, FOLDER));
    }
    return images;
  }

  /** The tar files of classes in that of all. */
  private static List<ImageNetTar> inside(SourceFolder files, UnusedFiles unused)
      throws IOException {
    ImageNetTar all = ImageNetTar.whole(files, TAR);
    TarHeaders headers = all.headers(files);
    if (!headers.problem().isEmpty()) {
      throw new BadInput(
          "%s in %s cannot be used: %s; fetch it again".formatted(TAR, files, headers.problem()));
    }
    List<ImageNetTar> tars = new ArrayList<>();
    for (TarMember member : headers.members()) {
      if (CLASS_TAR.matcher(member.name()).matches()) {
        tars.add(new ImageNetTar(member.name(), TAR, member.offset(), member.length()));
      } else {
        unused.add("files in " + TAR + " that are no class's", member.name());
      }
    }
    headers.leftOut().forEach(name -> unused.add(TarHeaders.LEFT_OUT, TAR + "#" + name));
    return tars;
  }

  /** Tar files of classes that have no folder. */
  private static List<ImageNetTar> beside(
      SourceFolder files, Set<String> folders, UnusedFiles unused) throws IOException {
    List<ImageNetTar> tars = new ArrayList<>();
    for (FileStatus status : files.list(FOLDER)) {
      String name = status.getPath().getName();
      if (status.isFile() && CLASS_TAR.matcher(name).matches()) {
        String path = FOLDER + "/" + name;
        if (folders.contains(FilenameUtils.getBaseName(name))) {
          unused.add("tar files beside folders of the same class", path);
        } else {
          tars.add(new ImageNetTar(name, path, 0, status.getLen()));
        }
      }
    }
    return tars;
  }
}
