package netadapt.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import org.junit.jupiter.api.Test;

class OnnxClassifierTest {
  private final RandomNetworks random = new RandomNetworks(3);
  private final SuperNetwork network = random.network();
  private final byte[] model =
      OnnxModel.write(
          SubNetwork.full(network), random.weights(network), Map.of("classes", "cat,dog"));

  @Test
  void anImagesLogitsDoNotDependOnTheBatch() {
    try (OnnxClassifier classifier = new OnnxClassifier("random", model, 1)) {
      int size = classifier.imageSize();
      float[] three = images(3, size);
      float[][] together = classifier.logits(three, 3);

      for (int image = 0; image < 3; image++) {
        float[] one = Arrays.copyOfRange(three, image * size, (image + 1) * size);
        float[] alone = classifier.logits(one, 1)[0];
        for (int i = 0; i < alone.length; i++) {
          assertThat(alone[i]).isCloseTo(together[image][i], within(1e-4f));
        }
      }
    }
  }

  @Test
  void aDirectBufferGivesTheSameLogitsAndStaysAsItWas() {
    try (OnnxClassifier classifier = new OnnxClassifier("random", model, 1)) {
      float[] images = images(2, classifier.imageSize());
      FloatBuffer direct =
          ByteBuffer.allocateDirect(Float.BYTES * (images.length + 1))
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      direct.put(1, images).position(1);

      assertThat(classifier.logits(direct, 2)).isEqualTo(classifier.logits(images, 2));
      assertThat(direct.position()).isEqualTo(1);
      assertThat(direct.limit()).isEqualTo(images.length + 1);
    }
  }

  @Test
  void noImagesGiveNoLogits() {
    try (OnnxClassifier classifier = new OnnxClassifier("random", model, 1)) {
      assertThat(classifier.logits(new float[0], 0)).isEmpty();
    }
  }

  @Test
  void tooFewNumbersAreRefused() {
    try (OnnxClassifier classifier = new OnnxClassifier("random", model, 1)) {
      int size = classifier.imageSize();
      assertThatThrownBy(() -> classifier.logits(new float[2 * size - 1], 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "model random reads 2 images of %d numbers but %d numbers are given"
                  .formatted(size, 2 * size - 1));
    }
  }

  @Test
  void theFirstOfEqualLogitsWins() {
    assertThat(OnnxClassifier.topOne(new float[] {1, 3, 2, 3})).isEqualTo(1);
  }

  @Test
  void minusInfinityEverywhereIsStillTheFirstClass() {
    float low = Float.NEGATIVE_INFINITY;
    assertThat(OnnxClassifier.topOne(new float[] {low, low})).isEqualTo(0);
  }

  @Test
  void aLogitThatIsNotANumberGivesNoClass() {
    assertThat(OnnxClassifier.topOne(new float[][] {{2, 1, Float.NaN}, {Float.NaN, 1}, {1, 2}}))
        .containsExactly(-1, -1, 1);
  }

  @Test
  void anImageThatIsNotANumberHasNoClass() {
    SuperNetwork linear =
        new NetworkBuilder("linear", new Shape(2, 2, 1), 2, 1)
            .globalAveragePool("pool")
            .dense("classifier", 2)
            .build();
    byte[] bytes = OnnxModel.write(SubNetwork.full(linear), random.weights(linear), Map.of());

    try (OnnxClassifier classifier = new OnnxClassifier("linear", bytes, 1)) {
      assertThat(classifier.topOne(new float[] {0, 0, 0, Float.NaN}, 1)).containsExactly(-1);
    }
  }

  @Test
  void metadataIsReadBack() {
    assertThat(OnnxClassifier.metadata("random", model))
        .containsExactly(Map.entry("classes", "cat,dog"));
  }

  @Test
  void metadataOfSomethingElseIsTheUsersMistake() {
    byte[] text = "not a model".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> OnnxClassifier.metadata("found/model.onnx", text))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("found/model.onnx is not an ONNX model");
  }

  @Test
  void aBrokenModelIsNamedInTheError() {
    byte[] half = Arrays.copyOf(model, model.length / 2);
    assertThatThrownBy(() -> new OnnxClassifier("sample 7", half, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("model sample 7 cannot be loaded");
  }

  /**
   * ONNX Runtime 1.29.0 overflows the stack on a long command line, such as a Spark executor has,
   * and takes the JVM with them.
   */
  @Test
  void worksInAProcessWithALongCommandLine() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            OnlyEnvironment.class.getName(),
            "x".repeat(50_000));
    builder.environment().put("CLASSPATH", classPath());
    builder.environment().remove("ORT_DISABLE_TELEMETRY");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("environment made");
  }

  static final class OnlyEnvironment {
    public static void main(String[] arguments) {
      OrtEnvironment.getEnvironment();
      System.out.println("environment made");
    }
  }

  private static String classPath() throws URISyntaxException {
    List<String> places = new ArrayList<>();
    for (Class<?> type : List.of(OnlyEnvironment.class, OrtEnvironment.class)) {
      places.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(File.pathSeparator, places);
  }

  private float[] images(int count, int size) {
    float[] images = new float[count * size];
    for (int image = 0; image < count; image++) {
      System.arraycopy(random.image(network), 0, images, image * size, size);
    }
    return images;
  }
}
