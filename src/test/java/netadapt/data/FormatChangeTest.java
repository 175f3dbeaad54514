package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FormatChangeTest {
  private static final Normalization UNIT = normalization(new float[1], new float[] {1});
  private static final Normalization GREY = normalization(new float[] {0.1f}, new float[] {0.3f});
  private static final Normalization STUDENT =
      normalization(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});
  private static final Normalization TEACHER =
      normalization(
          new float[] {127 / 255f, 127 / 255f, 127 / 255f},
          new float[] {128 / 255f, 128 / 255f, 128 / 255f});

  @Test
  void theSameFormatChangesNoNumber() {
    ImageFormat format = new ImageFormat(3, 2, STUDENT, Layout.CHANNELS_LAST);
    float[] images = random(2 * 3 * 2 * 3);

    assertThat(new FormatChange(format, format).apply(images, 2)).isEqualTo(images);
  }

  /** (x − 127) / 128 of bytes 0 to 255, from images with ImageNet's mean and deviation. */
  @Test
  void anotherNormalisationIsThatOfTheSameBytes() {
    int[] bytes = {0, 255, 17, 127, 200, 3};
    float[] images = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      images[i] = (bytes[i] / 255f - STUDENT.mean()[i % 3]) / STUDENT.std()[i % 3];
    }
    FormatChange change =
        new FormatChange(
            new ImageFormat(1, 2, STUDENT, Layout.CHANNELS_LAST),
            new ImageFormat(1, 2, TEACHER, Layout.CHANNELS_LAST));

    float[] changed = change.apply(images, 1);

    for (int i = 0; i < bytes.length; i++) {
      assertThat(changed[i]).isCloseTo((bytes[i] - 127) / 128f, within(1e-5f));
    }
  }

  @Test
  void channelsComeFirstWhereTheyAreWantedFirst() {
    FormatChange change =
        new FormatChange(
            new ImageFormat(1, 2, STUDENT, Layout.CHANNELS_LAST),
            new ImageFormat(1, 2, STUDENT, Layout.CHANNELS_FIRST));

    float[] changed = change.apply(new float[] {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16}, 2);

    assertThat(changed).containsExactly(1, 4, 2, 5, 3, 6, 11, 14, 12, 15, 13, 16);
  }

  @Test
  void greyBecomesAllColoursAlike() {
    FormatChange change =
        new FormatChange(
            new ImageFormat(1, 1, GREY, Layout.CHANNELS_LAST),
            new ImageFormat(1, 1, STUDENT, Layout.CHANNELS_FIRST));
    float value = (0.7f - 0.1f) / 0.3f;

    float[] changed = change.apply(new float[] {value}, 1);

    for (int c = 0; c < 3; c++) {
      float expected = (0.7f - STUDENT.mean()[c]) / STUDENT.std()[c];
      assertThat(changed[c]).isCloseTo(expected, within(1e-5f));
    }
  }

  @Test
  void coloursBecomeTheirLuma() {
    FormatChange change =
        new FormatChange(
            new ImageFormat(1, 1, STUDENT, Layout.CHANNELS_LAST),
            new ImageFormat(1, 1, GREY, Layout.CHANNELS_LAST));
    float[] colours = {0.2f, 0.9f, 0.4f};
    float[] image = new float[3];
    for (int c = 0; c < 3; c++) {
      image[c] = (colours[c] - STUDENT.mean()[c]) / STUDENT.std()[c];
    }

    double luma = 0.299 * 0.2 + 0.587 * 0.9 + 0.114 * 0.4;
    assertThat(change.apply(image, 1)[0]).isCloseTo((float) ((luma - 0.1) / 0.3), within(1e-5f));
  }

  @Test
  void sizesChangeBetweenTheCentresOfPixels() {
    FormatChange larger =
        new FormatChange(
            new ImageFormat(1, 2, UNIT, Layout.CHANNELS_LAST),
            new ImageFormat(1, 4, UNIT, Layout.CHANNELS_LAST));
    FormatChange smaller =
        new FormatChange(
            new ImageFormat(4, 1, UNIT, Layout.CHANNELS_LAST),
            new ImageFormat(2, 1, UNIT, Layout.CHANNELS_LAST));

    // Centres at −0.25, 0.25, 0.75 and 1.25 of 0 and 1; then at 0.5 and 2.5 of 0 to 3.
    assertThat(larger.apply(new float[] {2, 6}, 1)).containsExactly(2, 3, 5, 6);
    assertThat(smaller.apply(new float[] {1, 2, 4, 8}, 1)).containsExactly(1.5f, 6);
  }

  /** An image that is a plane stays one, whatever the size: x and y are told apart. */
  @Test
  void aSlopeStaysTheSame() {
    float[] image = new float[6 * 4 * 3];
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 4; x++) {
        for (int c = 0; c < 3; c++) {
          image[(y * 4 + x) * 3 + c] = 10 * y + x + 100 * c;
        }
      }
    }
    FormatChange change =
        new FormatChange(
            new ImageFormat(6, 4, STUDENT, Layout.CHANNELS_LAST),
            new ImageFormat(9, 10, STUDENT, Layout.CHANNELS_LAST));

    float[] changed = change.apply(image, 1);

    for (int y = 1; y < 8; y++) {
      for (int x = 1; x < 9; x++) {
        double expected = 10 * ((y + 0.5) * 6 / 9 - 0.5) + (x + 0.5) * 4 / 10 - 0.5;
        for (int c = 0; c < 3; c++) {
          assertThat((double) changed[(y * 10 + x) * 3 + c])
              .isCloseTo(expected + 100 * c, within(1e-4));
        }
      }
    }
  }

  @Test
  void otherNumbersOfChannelsAreRefused() {
    assertThatThrownBy(
            () ->
                new ImageFormat(
                    1, 1, normalization(new float[2], new float[] {1, 1}), Layout.CHANNELS_LAST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are 2 channels but there must be 1 or 3");
  }

  private static Normalization normalization(float[] mean, float[] std) {
    return new Normalization(mean, std);
  }

  private static float[] random(int length) {
    Random random = new Random(5);
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
