package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import netadapt.BadInput;
import netadapt.plan.ImageCounts;
import netadapt.plan.ImageCounts.Origin;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannedImagesTest {
  @TempDir private Path folder;

  @Test
  void imageNetThatIsNotThereHasWhatIsPublished() {
    ImageCounts published = new ImageCounts(1_271_167, 10_000, 50_000, 1000, Origin.PUBLISHED);

    assertThat(count(folder.resolve("none"))).isEqualTo(published);
    assertThat(count(folder)).isEqualTo(published);
  }

  @Test
  void imageNetThatIsBrokenIsNotCounted() throws Exception {
    Path tar = folder.resolve("ILSVRC2012_img_train.tar");
    Files.write(tar, "<html>not found</html>".repeat(99).getBytes());

    assertThatThrownBy(() -> count(folder))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("ILSVRC2012_img_train.tar in ")
        .hasMessageEndingWith("fetch it again");
    assertThatThrownBy(() -> count(tar))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("is a file but must be a folder");
  }

  private static ImageCounts count(Path images) {
    Settings settings =
        Settings.of(
            "data { source = imagenet, held-out = 10000, path = \"%s\" }".formatted(images),
            Map.of());
    return PlannedImages.count(settings.data(), new Configuration());
  }
}
