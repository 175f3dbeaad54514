package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table of costs is of a network that tells as many classes apart as the images show, and every
 * network must tell what the task wants.
 */
class PlannedNetworkTest {
  private static final String TABLE = "latency.table = table.csv";

  @TempDir private Path folder;

  @BeforeEach
  void leaveImages() throws IOException {
    for (String name : List.of("cat", "cow", "dog")) {
      Path images = Files.createDirectories(folder.resolve("images").resolve(name));
      for (int i = 0; i < 5; i++) {
        Files.createFile(images.resolve(i + ".png"));
      }
    }
  }

  @Test
  void classesAreThoseOfTheSourceUntilItIsPrepared() throws IOException {
    assertThat(classes(TABLE)).isEqualTo(3);

    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("data/dataset.json"),
        """
        {"id": "made-up", "height": 32, "width": 32, "channels": 3, "classes": ["a", "b"],
         "counts": {"train": 5}}
        """);

    assertThat(classes(TABLE)).isEqualTo(2);
  }

  @Test
  void classesAreThoseThatAreWrittenWhereNobodyKnowsBetter() throws IOException {
    assertThat(classes("")).isEqualTo(10);
    assertThat(classes(TABLE + ", data.held-out = 1000")).isEqualTo(10); // which prepare refuses
  }

  @Test
  void networksOfOtherTasksAreMistakes() {
    assertRefused(
        "task = depth, data.source = rooms, network = cifar10",
        "network cifar10 must end in a pixelwise layer of 1 channel, the depth, since task is depth:"
            + " give another network, or another task");
    assertRefused(
        "task = classification, network = rooms",
        "network rooms must end in a dense layer, with an output for each class, since task is"
            + " classification: give another network, or another task");
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> PlannedNetwork.of(Settings.of(text, Map.of()), new Configuration()))
        .isInstanceOf(BadInput.class)
        .hasMessage(message);
  }

  private int classes(String more) {
    Map<String, String> settings =
        Map.of(
            "network",
            "cifar10",
            "data.source",
            "images",
            "data.path",
            folder.resolve("images").toString(),
            "data.directory",
            folder.resolve("data").toString());
    String text = "data { held-out = 2, test = 2 }\n" + more;
    return PlannedNetwork.of(Settings.of(text, settings), new Configuration()).classes();
  }
}
