package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class MapPictureTest {
  private static final int GREY = 0xffc8c8c8;
  private static final int DARK = 0xff440154;
  private static final int LIGHT = 0xfffde725;

  /** Pixels of 1 by 2 are enlarged to 96 by 96. */
  private static final int SIDE = 96;

  private static final int MAP = 2 * SIDE + 6;

  private static BufferedImage picture(MapPicture.Row... rows) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(MapPicture.png(List.of(rows))));
  }

  private static MapPicture.Row row(byte[] pixels, float[] known, float[] told) {
    return new MapPicture.Row(1, 2, pixels, known, told);
  }

  @Test
  void everyImageIsBesideItsMaps() throws IOException {
    BufferedImage picture =
        picture(
            row(new byte[] {10, 20, 30, -1, 0, 127}, new float[] {2, 4}, new float[] {4, 2}),
            row(new byte[] {0, 0, 0, 0, 0, 0}, new float[] {2, 4}, new float[] {2, 4}));

    assertThat(picture.getWidth()).isEqualTo(3 * 2 * SIDE + 12);
    assertThat(picture.getHeight()).isEqualTo(2 * SIDE + 6);
    assertThat(picture.getRGB(1, 1)).isEqualTo(0xff0a141e);
    assertThat(picture.getRGB(SIDE + 1, 1)).isEqualTo(0xffff007f);
    assertThat(picture.getRGB(MAP + 1, 1)).isEqualTo(DARK);
    assertThat(picture.getRGB(MAP + SIDE + 1, 1)).isEqualTo(LIGHT);
    assertThat(picture.getRGB(2 * MAP + 1, 1)).isEqualTo(LIGHT);
    assertThat(picture.getRGB(2 * MAP + 1, SIDE + 8)).isEqualTo(DARK);
    assertThat(picture.getRGB(2 * SIDE + 2, 1)).isEqualTo(0xffffffff);
  }

  @Test
  void whereNothingIsKnownIsGreyAndWhatIsToldBeyondIsTheNearestColour() throws IOException {
    BufferedImage picture =
        picture(
            new MapPicture.Row(
                1, 3, new byte[] {1, 2, 3}, new float[] {0, 1, 3}, new float[] {-9, 0, 99}));
    int side = 64;
    int map = 3 * side + 6;

    assertThat(picture.getRGB(map + 1, 1)).isEqualTo(GREY);
    assertThat(picture.getRGB(2 * map + 1, 1)).isEqualTo(DARK);
    assertThat(picture.getRGB(2 * map + side + 1, 1)).isEqualTo(DARK);
    assertThat(picture.getRGB(2 * map + 2 * side + 1, 1)).isEqualTo(LIGHT);
    assertThat(picture.getRGB(side + 1, 1)).as("a grey image").isEqualTo(0xff020202);
  }

  @Test
  void anImageOfWhichNothingIsKnownHasNoColours() throws IOException {
    BufferedImage picture = picture(row(new byte[] {0, 0}, new float[] {0, 0}, new float[] {1, 2}));

    assertThat(picture.getRGB(MAP + 1, 1)).isEqualTo(GREY);
    assertThat(picture.getRGB(2 * MAP + 1, 1)).isEqualTo(GREY);
  }
}
