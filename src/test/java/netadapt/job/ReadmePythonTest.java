package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.data.CentreFit;
import netadapt.data.DecodedImage;
import netadapt.data.ImageReader;
import netadapt.data.ImageShard;
import netadapt.data.ImageSource;
import netadapt.data.Layout;
import netadapt.data.Normalization;
import netadapt.data.SourceItem;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.OnnxModel;
import netadapt.task.Classification;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's lines of Python find what the program finds, from the model alone; skipped without a
 * {@code python3} that has onnxruntime, numpy and Pillow.
 */
class ReadmePythonTest {
  private static final int HEIGHT = 24;
  private static final int WIDTH = 20;

  /** Of a share, printed with four digits; decoders may differ by one in some bytes. */
  private static final double TOLERANCE = 0.0002;

  private static final Pattern LINES =
      Pattern.compile("```python\\n([^`]*onnxruntime[^`]*)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void theMetadataSayAllThatIsNeeded() {
    Map<String, String> entries = metadata(3, 1).entries();

    assertThat(entries)
        .containsEntry("color", "RGB")
        .containsEntry("height", "24")
        .containsEntry("width", "20")
        .containsEntry("mean", "[0.25,0.5,0.75]")
        .containsEntry("std", "[0.2,0.3,0.4]")
        .containsEntry("output", "logits")
        .containsEntry("task", "classification")
        .containsEntry("classes", "[\"a \\\"b\\\"\",\"c,d\",\"e\\nf\",\"g\"]")
        .containsEntry("crop_share", "1.0")
        .containsEntry("dataset_id", "0123456789abcdef");
    assertThat(metadata(3, 0.875).entries())
        .containsEntry("crop_share", "0.875")
        .extractingByKey("preprocessing")
        .asString()
        .contains("largest part of 20:24 (width:height), 0.875 of it in both directions, from");
    assertThat(entries.get("preprocessing")).contains("20 by 24 pixels (width, height)");
    assertThat(metadata(1, 1).entries()).containsEntry("color", "L");
  }

  @Test
  void theLinesFindWhatTheProgramFinds() throws Exception {
    assumeTrue(
        python("-c", "import onnxruntime, numpy, PIL").code() == 0,
        "skipped: there is no python3 with onnxruntime, numpy and Pillow");
    for (double[] kind : new double[][] {{1, 1}, {3, 1}, {3, 0.875}}) {
      int channels = (int) kind[0];
      double cropShare = kind[1];
      byte[] model = model(channels, cropShare);
      Path file = Files.write(folder.resolve("model.onnx"), model);
      for (Path image : images()) {
        Path script = Files.writeString(folder.resolve("classify.py"), lines(file, image));

        Output found = python(script.toString());

        assertThat(found.code()).as(found.text()).isZero();
        assertThat(share(found.text(), "g"))
            .as("%s with %d channels, crop %s", image.getFileName(), channels, cropShare)
            .isCloseTo(share(model, channels, cropShare, image), within(TOLERANCE));
      }
    }
  }

  private static String lines(Path model, Path image) throws IOException {
    Matcher matcher = LINES.matcher(Files.readString(Path.of("README.md")));
    assertThat(matcher.find()).isTrue();
    return matcher
        .group(1)
        .replace("runs/quickstart/found/model.onnx", model.toString())
        .replace("photo.jpg", image.toString())
        .replace("[:3]", ""); // all classes
  }

  private record Output(int code, String text) {}

  private static Output python(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("python3"));
    line.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(process.waitFor(), text);
    } catch (IOException e) { // there is no such program
      return new Output(-1, e.getMessage());
    }
  }

  /** Pictures of several shapes, formats and orientations. */
  private List<Path> images() throws IOException {
    List<Path> images = new ArrayList<>();
    int[][] sizes = {{90, 61}, {13, 40}, {24, 20}, {50, 50}};
    String[] formats = {"png", "png", "bmp", "jpg"};
    for (int i = 0; i < sizes.length; i++) {
      BufferedImage image = new BufferedImage(sizes[i][1], sizes[i][0], BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          int red = 255 * x / image.getWidth();
          int green = 255 * y / image.getHeight();
          int blue = (x / 2 + y / 3) % 2 * 255; // what another filter would blur differently
          image.setRGB(x, y, red << 16 | green << 8 | blue);
        }
      }
      Path file =
          Files.createDirectories(folder.resolve("images/class")).resolve(i + "." + formats[i]);
      ImageIO.write(image, formats[i], file.toFile());
      images.add(file);
    }
    images.add(turned(images.get(3)));
    images.add(grey16(folder.resolve("images/class/grey16.png")));
    return images;
  }

  /** Grey of 16 bits, most of it above 255. */
  private static Path grey16(Path file) throws IOException {
    int[] samples = new int[40 * 30];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 65535 * i / samples.length ^ (i % 7) << 4;
    }
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, 40, 30, samples);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** A JPEG file that says that it was taken with the camera turned to the left. */
  private static Path turned(Path plain) throws IOException {
    byte[] bytes = Files.readAllBytes(plain);
    byte[] exif = {
      (byte) 0xff,
      (byte) 0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      6,
      0,
      0,
      0,
      0,
      0,
      0
    };
    byte[] turned = Arrays.copyOf(bytes, bytes.length + exif.length);
    System.arraycopy(exif, 0, turned, 2, exif.length);
    System.arraycopy(bytes, 2, turned, 2 + exif.length, bytes.length - 2);
    return Files.write(plain.resolveSibling("turned.jpg"), turned);
  }

  /** What the program gives the last class. */
  private double share(byte[] model, int channels, double cropShare, Path file) throws Exception {
    ImageSource source = ImageSource.of("folders", folder.resolve("images").toString());
    DecodedImage image;
    try (ImageReader reader = source.reader(new Configuration(false))) {
      image = reader.read(new SourceItem(0, "class/" + file.getFileName(), -1, 0, false));
    }
    byte[] pixels = CentreFit.fit(image.withChannels(channels), HEIGHT, WIDTH, cropShare).pixels();
    ImageShard shard = new ImageShard(0, 0, HEIGHT, WIDTH, channels, pixels, new int[1]);
    float[] numbers = new float[shard.imageSize()];
    shard.normalize(0, normalization(channels), Layout.CHANNELS_FIRST, numbers, 0);
    try (OnnxClassifier classifier = new OnnxClassifier("model", model, 1)) {
      float[] logits = classifier.logits(numbers, 1)[0];
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp(logit - logits[3]);
      }
      return 1 / sum;
    }
  }

  private static double share(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] model(int channels, double cropShare) {
    ModelMetadata metadata = metadata(channels, cropShare);
    SubNetwork network = metadata.network();
    return OnnxModel.write(
        network,
        Slicer.slice(new RandomNetworks(5).weights(network.network()), network),
        metadata.entries());
  }

  private static ModelMetadata metadata(int channels, double cropShare) {
    SuperNetwork network =
        new NetworkBuilder("small", new Shape(HEIGHT, WIDTH, channels), 5, 64)
            .convolution("c1", 8, 3, 2, Activation.RELU, true, 2)
            .convolution("c2", 8, 3, 2, Activation.RELU, true, 2)
            .globalAveragePool("pool")
            .dense("classifier", 4)
            .build();
    return new ModelMetadata(
        SubNetwork.full(network),
        new Classification(),
        List.of("a \"b\"", "c,d", "e\nf", "g"),
        normalization(channels),
        "0123456789abcdef",
        cropShare);
  }

  private static Normalization normalization(int channels) {
    return channels == 1
        ? new Normalization(new float[] {0.5f}, new float[] {0.3f})
        : new Normalization(new float[] {0.25f, 0.5f, 0.75f}, new float[] {0.2f, 0.3f, 0.4f});
  }
}
