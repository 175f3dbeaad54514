package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prepares the photographs beside the checkout, in {@code ../shared/data} or where {@code
 * -Dnetadapt.test.data} says; skipped without them.
 */
class RealImagesTest extends LocalSpark {
  private static final Path DATA =
      Path.of(System.getProperty("netadapt.test.data", "../shared/data"));

  @TempDir Path temporary;

  @Test
  void everyImageNetPhotographIsDecoded() throws Exception {
    unpack("imagenet-sample.tar", 1);

    Dataset dataset =
        prepare(new ImageFolders(temporary.resolve("imagenet-sample").toString()), 64, 20);

    assertThat(dataset.skipped()).isZero();
    assertThat(dataset.classes()).hasSize(207);
    assertThat(dataset.count(Split.TRAIN)).isEqualTo(187);
    // The usual ImageNet moments: mean 0.485, 0.456, 0.406, each pixel's deviation about 0.28.
    for (int c = 0; c < 3; c++) {
      assertThat(dataset.normalization().mean()[c]).isBetween(0.35f, 0.55f);
      assertThat(dataset.normalization().std()[c]).isBetween(0.2f, 0.32f);
    }
  }

  @Test
  void theyAreTheSameInTarFilesAndInFolders() throws Exception {
    unpack("imagenet-sample.tar", 4);
    Path folders = temporary.resolve("imagenet-sample/train");
    Map<String, byte[]> tars = new LinkedHashMap<>();
    try (Stream<Path> classes = Files.list(folders).sorted()) {
      for (Path one : classes.toList()) {
        tars.put(one.getFileName() + ".tar", tar(one));
      }
    }
    Pictures.write(temporary.resolve("ILSVRC2012_img_train.tar"), Tars.of(tars));

    Dataset dataset = prepare(new ImageNetFiles(temporary.toString()), 64, 5);

    assertThat(dataset.skipped()).isZero();
    assertThat(dataset.id()).isEqualTo(prepare(new ImageFolders(folders.toString()), 64, 5).id());
  }

  private static byte[] tar(Path folder) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> images = Files.list(folder).sorted()) {
      for (Path image : images.toList()) {
        files.put(image.getFileName().toString(), Files.readAllBytes(image));
      }
    }
    return Tars.of(files);
  }

  @Test
  void cifarFoldersKeepTheirTestSet() throws Exception {
    unpack("cifar10.tar.gz", 50); // every 50th file

    Dataset dataset = prepare(new ImageFolders(temporary.resolve("cifar10").toString()), 32, 100);

    assertThat(dataset.skipped()).isZero();
    assertThat(dataset.classes()).startsWith("airplane", "automobile").hasSize(10);
    assertThat(dataset.count(Split.TEST)).isEqualTo(200);
    assertThat(dataset.count(Split.HELD_OUT)).isEqualTo(100);
    assertThat(dataset.count(Split.TRAIN)).isEqualTo(900);
  }

  private Dataset prepare(ImageSource source, int side, int heldOut) {
    return PreparationJob.prepare(
        spark,
        new Preparation(source, side, side, 3, heldOut, 0, 1, 0, 2),
        temporary.resolve("out").toString());
  }

  /** Unpacks every n-th file. */
  private void unpack(String name, int step) throws IOException {
    Path archive = DATA.resolve(name);
    assumeTrue(Files.exists(archive), () -> "skipped: there is no " + archive.toAbsolutePath());
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive));
        TarArchiveInputStream tar =
            new TarArchiveInputStream(name.endsWith(".gz") ? new GZIPInputStream(raw) : raw)) {
      int files = 0;
      for (TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null;
          entry = tar.getNextTarEntry()) {
        if (entry.isFile() && files++ % step == 0) {
          Pictures.write(temporary.resolve(entry.getName()), tar.readAllBytes());
        }
      }
    }
  }
}
