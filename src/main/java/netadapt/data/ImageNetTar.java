package netadapt.data;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import netadapt.BadInput;
import org.apache.commons.io.FilenameUtils;

/**
 * A tar file of images: a file, or a member of another tar file.
 *
 * @param name without folders
 * @param file path of the file, below the source's folder
 * @param offset of the tar file's first byte in it
 * @param length in bytes
 */
record ImageNetTar(String name, String file, long offset, long length) implements Serializable {
  /** A tar file by itself. */
  static ImageNetTar whole(SourceFolder files, String file) throws IOException {
    return new ImageNetTar(FilenameUtils.getName(file), file, 0, files.length(file));
  }

  TarHeaders headers(SourceFolder files) throws IOException {
    return TarHeaders.read(files, file, offset, length);
  }

  /**
   * Its images.
   *
   * @param headers what {@link #headers} gave
   * @param outer the file that it is or that it is in
   * @param unused told of its other files
   * @throws BadInput if it is damaged or has no images
   */
  List<FoundImage> images(
      TarHeaders headers, SourceFile outer, SourceFolder files, UnusedFiles unused) {
    List<FoundImage> images = new ArrayList<>();
    for (TarMember member : headers.members()) {
      if (ImageFolders.isImage(member.name())) {
        images.add(new FoundImage(outer, member));
      } else {
        String ending = FilenameUtils.getExtension(member.name()).toLowerCase(Locale.ROOT);
        unused.add("." + ending + " files in tar files", this + "#" + member.name());
      }
    }
    headers.leftOut().forEach(name -> unused.add(TarHeaders.LEFT_OUT, this + "#" + name));
    String problem = headers.problem();
    if (problem.isEmpty() && images.isEmpty()) {
      problem = "it has no images";
    }
    if (!problem.isEmpty()) {
      throw new BadInput(
          "%s in %s cannot be used: %s; fetch it again".formatted(this, files, problem));
    }
    return images;
  }

  /** Such as {@code n01440764.tar of ILSVRC2012_img_train.tar}. */
  @Override
  public String toString() {
    return FilenameUtils.getName(file).equals(name) ? file : name + " of " + file;
  }

  /** Reads the headers of some tar files, in their order. */
  @FunctionalInterface
  interface Headers {
    List<TarHeaders> of(List<ImageNetTar> tars);
  }
}
