package netadapt.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import netadapt.BadInput;
import org.apache.hadoop.fs.FileStatus;

/** Finds ILSVRC2012's validation images, which test the networks that were found. */
final class ImageNetValidation {
  private static final String FOLDER = "val";
  private static final String TAR = "ILSVRC2012_img_val.tar";

  private ImageNetValidation() {}

  /**
   * How many there are; of their tar file, which is read no further than it begins, as many as are
   * published.
   *
   * @throws BadInput if the tar file is none, or it is not known what the images show
   */
  static int count(SourceFolder files) throws IOException {
    if (!files.has(TAR)) {
      return find(files, tars -> List.of(), new UnusedFiles()).values().stream()
          .mapToInt(List::size)
          .sum();
    }
    if (!TarHeaders.begin(files, TAR)) {
      throw new BadInput(
          "%s in %s cannot be used: it is damaged, or no tar file; fetch it again"
              .formatted(TAR, files));
    }
    truth(files, TAR);
    return ImageNetFiles.VALIDATION_IMAGES;
  }

  /**
   * The images by WordNet id; none if there are none.
   *
   * @param unused told of what is there beside them
   * @throws BadInput if the tar file is damaged, or it is not known what the images show
   */
  static Map<String, List<FoundImage>> find(
      SourceFolder files, ImageNetTar.Headers headers, UnusedFiles unused) throws IOException {
    if (files.has(TAR)) {
      if (files.has(FOLDER)) {
        unused.add("folders beside " + TAR, FOLDER);
      }
      ImageNetTar tar = ImageNetTar.whole(files, TAR);
      TarHeaders contents = headers.of(List.of(tar)).get(0);
      return byTruth(tar.images(contents, files.describe(TAR), files, unused), files, TAR);
    }
    List<FoundImage> flat = new ArrayList<>();
    for (FileStatus status : files.list(FOLDER)) {
      String name = FOLDER + "/" + status.getPath().getName();
      if (status.isFile() && ImageFolders.isImage(name)) {
        flat.add(new FoundImage(SourceFile.of(name, status), TarMember.NONE));
      }
    }
    if (!flat.isEmpty()) {
      return byTruth(flat, files, FOLDER);
    }
    Map<String, List<FoundImage>> images = new TreeMap<>();
    ImageFolders.images(files, FOLDER, unused)
        .forEach((id, found) -> images.put(id, ImageFolders.found(found)));
    return images;
  }

  private static Map<String, List<FoundImage>> byTruth(
      List<FoundImage> images, SourceFolder files, String where) throws IOException {
    GroundTruth truth = truth(files, where);
    Map<String, List<FoundImage>> byId = new TreeMap<>();
    for (FoundImage image : images) {
      String id = truth.wordNetIds().get(image.name());
      if (id == null) {
        throw new BadInput(
            "it is not known what %s of %s in %s shows: %s does not name it"
                .formatted(image.name(), where, files, truth.file()));
      }
      byId.computeIfAbsent(id, unused -> new ArrayList<>()).add(image);
    }
    return byId;
  }

  private static GroundTruth truth(SourceFolder files, String where) throws IOException {
    return GroundTruth.find(files)
        .orElseThrow(
            () ->
                new BadInput(
                    "it is not known what the images of %s in %s show: put there %s"
                        .formatted(where, files, GroundTruth.FILES)));
  }
}
