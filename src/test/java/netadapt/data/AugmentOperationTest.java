package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AugmentOperationTest {
  private static final DecodedImage[] PICTURES = {
    Pictures.computed(1, 1, 3, 0, 256),
    Pictures.computed(2, 5, 1, 10, 200),
    Pictures.computed(5, 2, 3, 0, 256),
    Pictures.computed(17, 23, 3, 40, 100),
    Pictures.computed(32, 32, 3, 0, 256),
    Pictures.computed(32, 32, 1, 0, 256),
    Pictures.computed(37, 29, 3, 100, 3),
    Pictures.computed(24, 40, 1, 7, 1),
    Pictures.computed(40, 64, 3, 0, 251)
  };

  /** CRC-32 of what Pillow 11.3.0 gives, by src/test/python/augmentation_checksums.py. */
  @ParameterizedTest
  @CsvSource({
    "SHEAR_X, 9c395265",
    "SHEAR_Y, e78ee483",
    "TRANSLATE_X, dbe70ad1",
    "TRANSLATE_Y, 7ec8400f",
    "ROTATE, 1296ec80",
    "AUTO_CONTRAST, 5ba9da58",
    "INVERT, abc56c8e",
    "EQUALIZE, df013780",
    "SOLARIZE, 19bd2ddc",
    "POSTERIZE, 62ab75a8",
    "CONTRAST, 54bf10bb",
    "COLOR, 1e04a4c1",
    "BRIGHTNESS, aa98b173",
    "SHARPNESS, e47a1d5e"
  })
  void equalsPillowToTheLastBit(AugmentOperation operation, String expected) {
    CRC32 all = new CRC32();
    for (DecodedImage picture : PICTURES) {
      for (int level = 0; level <= AugmentOperation.LAST_LEVEL; level++) {
        all.update(operation.apply(picture, level, false).pixels());
        all.update(operation.apply(picture, level, true).pixels());
      }
    }

    assertThat("%08x".formatted(all.getValue())).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheImageItIsGivenAsItIs(AugmentOperation operation) {
    DecodedImage image = Pictures.random(9, 7, 3, 1);
    byte[] before = image.pixels().clone();

    DecodedImage changed = operation.apply(image, 9, true);

    assertThat(image.pixels()).isEqualTo(before);
    assertThat(changed.height()).isEqualTo(9);
    assertThat(changed.width()).isEqualTo(7);
    assertThat(changed.channels()).isEqualTo(3);
  }

  @Test
  void greyOfOneChannelBecomesWhatGreyOfThreeDoes() {
    DecodedImage grey = Pictures.random(31, 20, 1, 2);
    for (AugmentOperation operation : AugmentOperation.values()) {
      for (int level = 0; level <= AugmentOperation.LAST_LEVEL; level++) {
        DecodedImage one = operation.apply(grey, level, false);
        DecodedImage three = operation.apply(grey.withChannels(3), level, false);
        assertThat(one.withChannels(3).pixels()).as("%s", operation).isEqualTo(three.pixels());
      }
    }
  }
}
