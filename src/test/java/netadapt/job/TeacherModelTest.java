package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.data.ImageFormat;
import netadapt.data.Layout;
import netadapt.data.Normalization;
import netadapt.onnx.TinyModel;
import netadapt.settings.Settings;
import netadapt.settings.TeacherSettings;
import netadapt.train.Teacher;
import org.junit.jupiter.api.Test;

class TeacherModelTest {
  private static final Normalization GREY =
      new Normalization(new float[] {0.25f}, new float[] {0.5f});
  private static final ImageFormat STUDENT = new ImageFormat(1, 2, GREY, Layout.CHANNELS_LAST);
  private static final List<String> CLASSES = List.of("cat", "dog");
  private static final String UNIT = "mean = [0], std = [1]";

  /** Two pixels to three outputs. */
  private static final float[][] WEIGHT = {{1, 2, 3}, {0, 10, 100}};

  /** Of two images: the pixels 0.25 and 0.75, and 0 and 1, from 0 to 1. */
  private static final float[] IMAGES = {0, 1, -0.5f, 1.5f};

  @Test
  void theSettingsSayHowImagesAreNormalisedAndClassesAreCalled() {
    byte[] model = new TinyModel(WEIGHT, -1, 1, 1, 2).bytes();

    float[][] logits = logits(model, UNIT + ", classes = [dog, cow, cat]");

    // 3 · first + 100 · second pixel for a cat, 1 · first for a dog
    assertThat(logits[0]).containsExactly(new float[] {75.75f, 0.25f}, within(1e-4f));
    assertThat(logits[1]).containsExactly(new float[] {100, 0}, within(1e-4f));
  }

  @Test
  void theMetadataSayItWhereTheSettingsDoNot() {
    Map<String, String> metadata =
        Map.of("mean", "[0]", "std", "[1]", "classes", "[\"dog\", \"cow\", \"cat\"]");
    byte[] described = new TinyModel(WEIGHT, -1, 1, 1, 2).withMetadata(metadata).bytes();

    assertThat(logits(described, "")[0])
        .containsExactly(new float[] {75.75f, 0.25f}, within(1e-4f));
    assertThat(logits(described, "mean = [0], std = [0.5]")[0])
        .containsExactly(new float[] {151.5f, 0.5f}, within(1e-4f));
    assertThat(logits(described, "classes = [cat, dog, cow]")[0])
        .containsExactly(new float[] {0.25f, 8}, within(1e-4f));
  }

  @Test
  void metadataOfOtherMeaningsArePassedOver() {
    Map<String, String> metadata = Map.of("mean", "imagenet", "classes", "3", "height", "?");
    byte[] model = new TinyModel(WEIGHT, -1, 1, 1, 2).withMetadata(metadata).bytes();

    assertThat(logits(model, UNIT + ", classes = [dog, cow, cat]")[0][1]).isEqualTo(0.25f);
  }

  @Test
  void asManyClassesAreTakenInTheirOrder() {
    byte[] model = new TinyModel(new float[][] {{1, 2}, {0, 10}}, -1, 1, 1, 2).bytes();

    assertThat(logits(model, UNIT)[0]).containsExactly(new float[] {0.25f, 8}, within(1e-4f));
  }

  @Test
  void imagesMayBeReadOneByOne() {
    byte[] model = new TinyModel(new float[][] {{1, 2}, {0, 10}}, 1, 1, 1, 2).bytes();

    assertThat(form(model, UNIT, CLASSES).batch()).isEqualTo(1);
    assertThat(logits(model, UNIT)[1]).containsExactly(new float[] {0, 10}, within(1e-4f));
  }

  @Test
  void moreImagesThanAModelReadsAtATimeAreReadInParts() {
    byte[] three = new TinyModel(new float[][] {{1, 2}, {0, 10}}, 3, 1, 1, 2).bytes();
    float[] images = {0, 1, -0.5f, 1.5f, 0, 1, 0, 1};

    try (Teacher teacher = teacher(three, UNIT)) {
      float[][] logits = teacher.logits(images, 4);
      assertThat(logits).hasDimensions(4, 2);
      assertThat(logits[1]).containsExactly(new float[] {0, 10}, within(1e-4f));
      assertThat(logits[3]).containsExactly(logits[0]);
    }
  }

  @Test
  void coloursInTheLastPlaceAreColours() {
    byte[] model = new TinyModel(new float[6][2], -1, -1, -1, 3).bytes();

    TeacherForm form = form(model, "mean = [0.5, 0.4, 0.3], std = [1, 1, 1]", CLASSES);

    assertThat(form.change().to().layout()).isEqualTo(Layout.CHANNELS_LAST);
    assertThat(form.change().to().width()).isEqualTo(2); // the student's, where any size will do
    assertThat(form.batch()).isZero();
  }

  @Test
  void probabilitiesBecomeLogitsWithTheSameSoftmax() {
    byte[] model = new TinyModel(new float[][] {{1, 2}, {0, 3}}, -1, 1, 1, 2).withShares().bytes();
    for (String outputs : new String[] {"auto", "probabilities"}) {
      String settings = UNIT + ", output = shares, outputs = " + outputs;

      assertThat(form(model, settings, CLASSES).probabilities()).isTrue();
      float[] logits = logits(model, settings)[0];
      float[] raw = logits(model, UNIT + ", output = scores")[0];
      assertThat(logits[1] - logits[0]).isCloseTo(raw[1] - raw[0], within(1e-4f));
    }
    assertThat(form(model, UNIT + ", output = shares, outputs = logits", CLASSES).probabilities())
        .isFalse();
    assertThat(form(model, UNIT + ", output = scores", CLASSES).probabilities()).isFalse();
  }

  @Test
  void whatIsNoModelIsTheUsersMistake() {
    byte[] text = "no model".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> form(text, UNIT, CLASSES))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("t.onnx is not an ONNX model");
    assertThatThrownBy(() -> form(new byte[0], UNIT, CLASSES))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("t.onnx is no ONNX model that can be loaded: ");
  }

  @Test
  void aModelThatReadsNoImagesIsRefused() {
    for (byte[] model :
        new byte[][] {
          new TinyModel(WEIGHT, -1, 2).bytes(),
          new TinyModel(new float[4][2], -1, 2, 1, 2).bytes(),
          TinyModel.ofBytes(WEIGHT, -1, 1, 1, 2).bytes()
        }) {
      assertThatThrownBy(() -> form(model, UNIT, CLASSES))
          .isInstanceOf(BadInput.class)
          .hasMessageMatching(
              "t.onnx reads pixels \\[.*](, not of float32)? but a teacher must read images of"
                  + " float32, \\[n, channels, height, width] or \\[n, height, width, channels]"
                  + " with 1 or 3 channels");
    }
  }

  @Test
  void ofSeveralInputsOrOutputsOneIsNamed() {
    byte[] outputs = new TinyModel(WEIGHT, -1, 1, 1, 2).withShares().bytes();
    byte[] inputs = new TinyModel(WEIGHT, -1, 1, 1, 2).withInput("more").bytes();

    assertThatThrownBy(() -> form(outputs, UNIT, CLASSES))
        .isInstanceOf(BrokenRule.class)
        .hasMessage(
            "distillation.output is not set but must be an output of t.onnx: scores or shares");
    assertThatThrownBy(() -> form(inputs, UNIT + ", input = image", CLASSES))
        .isInstanceOf(BrokenRule.class)
        .hasMessage("distillation.input is image but must be an input of t.onnx: pixels or more");
    assertThatThrownBy(() -> form(inputs, UNIT + ", input = pixels", CLASSES))
        .isInstanceOf(BadInput.class)
        .hasMessageEndingWith(
            "a teacher must read images alone: export it without its other inputs");
  }

  @Test
  void aNormalisationThatNobodySaysIsAskedFor() {
    byte[] model = new TinyModel(WEIGHT, -1, 1, 1, 2).bytes();

    assertThatThrownBy(() -> form(model, "", CLASSES))
        .isInstanceOf(BrokenRule.class)
        .hasMessage(
            "distillation.mean is not set but must be what t.onnx was trained with, 1 number from 0"
                + " to 1, and std likewise: its metadata do not say");
    assertThatThrownBy(() -> form(model, "mean = [0, 0, 0], std = [1, 1, 1]", CLASSES))
        .isInstanceOf(BrokenRule.class)
        .hasMessageStartingWith("distillation.mean is [0.0, 0.0, 0.0] but must be");
  }

  @Test
  void classesThatTheTeacherDoesNotKnowAreNamed() {
    byte[] model = new TinyModel(WEIGHT, -1, 1, 1, 2).bytes();

    assertThatThrownBy(() -> form(model, UNIT, CLASSES))
        .isInstanceOf(BrokenRule.class)
        .hasMessage(
            "distillation.classes is not set but must be the names of the 3 classes of t.onnx, whose"
                + " metadata do not say them, where the images have 2");
    assertThatThrownBy(() -> form(model, UNIT + ", classes = [cat, dog]", CLASSES))
        .isInstanceOf(BrokenRule.class)
        .hasMessage("distillation.classes is 2 names but must be 3, one for each output of t.onnx");
    assertThatThrownBy(() -> form(model, UNIT + ", classes = [cow, hen, cat]", CLASSES))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("t.onnx does not know the class dog: name its classes");
    assertThatThrownBy(() -> form(model, UNIT + ", classes = [cow, hen, owl]", CLASSES))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("t.onnx does not know the class cat and 1 more: ");
    assertThatThrownBy(() -> form(model, UNIT + ", classes = [cat, dog, cat]", CLASSES))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("t.onnx has the class cat twice");
  }

  @Test
  void answersThatAreNotNumbersAreRefused() {
    byte[] model = new TinyModel(new float[][] {{Float.NaN, 1}, {0, 1}}, -1, 1, 1, 2).bytes();

    assertThatThrownBy(() -> form(model, UNIT, CLASSES))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "t.onnx gives NaN for an image of the mean colour but must give finite numbers");
  }

  private static float[][] logits(byte[] model, String settings) {
    try (Teacher teacher = teacher(model, settings)) {
      return teacher.logits(IMAGES, 2);
    }
  }

  private static Teacher teacher(byte[] model, String settings) {
    return new OnnxTeacher.Loader("t.onnx", form(model, settings, CLASSES)).load(model, 1);
  }

  private static TeacherForm form(byte[] model, String distillation, List<String> classes) {
    TeacherSettings settings =
        Settings.of(
                "train { teacher = t.onnx, distillation { %s } }".formatted(distillation), Map.of())
            .train()
            .teacher()
            .orElseThrow();
    try (TeacherModel teacher = new TeacherModel("t.onnx", model, settings)) {
      return teacher.form(STUDENT, classes, settings.classes().names());
    }
  }
}
