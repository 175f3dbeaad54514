package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import netadapt.data.CentreFit;
import netadapt.data.DecodedImage;
import netadapt.data.ImageFormat;
import netadapt.data.Layout;
import netadapt.data.Normalization;
import netadapt.onnx.OnnxClassifier;
import netadapt.settings.Settings;
import netadapt.settings.TeacherSettings;
import netadapt.train.Teacher;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/**
 * Asks a network of somebody else's, EfficientNet-Lite0, for photographs beside the checkout, in
 * {@code ../shared/data} or where {@code -Dnetadapt.test.data} says; skipped without them.
 */
class RealTeacherTest {
  private static final Path DATA =
      Path.of(System.getProperty("netadapt.test.data", "../shared/data"));
  private static final int SIDE = 224;

  /** One in so many photographs. */
  private static final int EVERY = 8;

  /** As a network on ImageNet is usually given its images. */
  private static final ImageFormat STUDENT =
      new ImageFormat(
          SIDE,
          SIDE,
          new Normalization(
              new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f}),
          Layout.CHANNELS_LAST);

  @Test
  void itKnowsThePhotographsByTheNamesOfTheirFolders() throws IOException {
    Path file = DATA.resolve("efficientnet-lite0.onnx");
    assumeTrue(Files.exists(file), file + " is not there: skipped");
    byte[] model = Files.readAllBytes(file);
    List<String> classes = new ArrayList<>(); // the 207 of the photographs
    List<String> outputs = new ArrayList<>(Collections.nCopies(1000, "not among the photographs"));
    for (String line :
        Files.readAllLines(DATA.resolve("imagenet-sample-classes.csv")).subList(1, 208)) {
      String[] cells = line.split(",", 3);
      classes.add(cells[0]);
      outputs.set(Integer.parseInt(cells[1]), cells[0]);
    }
    // (x − 127) / 128 of bytes
    String settings =
        """
        train {
          teacher = lite0
          distillation { mean = [0.49804,0.49804,0.49804], std = [0.50196,0.50196,0.50196] }
        }
        """;
    TeacherSettings teacherSettings =
        Settings.of(settings, Map.of()).train().teacher().orElseThrow();
    TeacherForm form;
    try (TeacherModel teacher = new TeacherModel("lite0", model, teacherSettings)) {
      form = teacher.form(STUDENT, classes, outputs);
    }
    assertThat(form.probabilities()).isFalse();
    assertThat(form.columns()).hasSize(207).doesNotHaveDuplicates();

    int right = 0;
    int all = 0;
    try (Teacher teacher = new OnnxTeacher.Loader("lite0", form).load(model, 1);
        InputStream in = Files.newInputStream(DATA.resolve("imagenet-sample.tar"));
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      int met = 0;
      for (TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null;
          entry = tar.getNextTarEntry()) {
        if (entry.isDirectory() || met++ % EVERY != 0) {
          continue;
        }
        Path name = Path.of(entry.getName());
        float[][] logits = teacher.logits(normalized(ImageIO.read(tar)), 1);
        int expected = classes.indexOf(name.getParent().getFileName().toString());
        right += OnnxClassifier.topOne(logits[0]) == expected ? 1 : 0;
        all++;
      }
    }
    // 93% of all 207 photographs with these classes alone.
    assertThat(all).isEqualTo(26);
    assertThat((double) right / all).isGreaterThan(0.8);
  }

  /** {@code [1, 224, 224, 3]}. */
  private static float[] normalized(BufferedImage image) {
    byte[] pixels = new byte[image.getHeight() * image.getWidth() * 3];
    for (int y = 0, at = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        pixels[at++] = (byte) (rgb >> 16);
        pixels[at++] = (byte) (rgb >> 8);
        pixels[at++] = (byte) rgb;
      }
    }
    DecodedImage fitted =
        CentreFit.fit(new DecodedImage(image.getHeight(), image.getWidth(), 3, pixels), SIDE, SIDE);
    float[] numbers = new float[fitted.pixels().length];
    for (int i = 0; i < numbers.length; i++) {
      float share = (fitted.pixels()[i] & 0xff) / 255f;
      numbers[i] =
          (share - STUDENT.normalization().mean()[i % 3]) / STUDENT.normalization().std()[i % 3];
    }
    return numbers;
  }
}
