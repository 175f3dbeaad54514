package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import netadapt.score.TaskGrid;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;
import org.junit.jupiter.api.Test;

class ScoringGridTest {
  private static final int IMAGES = 10_000;

  @Test
  void shardsHaveWholeBatchesOfTheNetwork() {
    assertThat(batch("mobilenet-v3-latency", "")).isEqualTo(4);
    assertThat(batch("mnist", "")).isEqualTo(64);
    assertThat(batch("mobilenet-v3-latency", "scoring.batch = 48")).isEqualTo(48);
  }

  @Test
  void imagesOfLargeNetworksAreCutMoreEvenly() {
    assertThat(largestShard("mobilenet-v3-latency")).isEqualTo(79 * 4); // of 312 or 313
    assertThat(largestShard("mnist")).isEqualTo(5 * 64);
  }

  @Test
  void givenShardsAreTaken() {
    Settings settings = settings("scoring.shards = 7");
    TaskGrid.SubNetworks one = new TaskGrid.SubNetworks(1, 1, 0);
    TaskGrid grid =
        ScoringGrid.grid(settings.scoring(), new TaskGrid.Slots(16, 4), IMAGES, 64, one);
    assertThat(grid).isEqualTo(new TaskGrid(7, 2));
  }

  @Test
  void whatGpusTakeIsNotKnownHere() {
    assertThat(batch("mobilenet-v3-latency", "scoring.device = gpu")).isEqualTo(64);
  }

  /** Images of the largest shard on 32 slots, for one network. */
  private static int largestShard(String network) {
    int batch = batch(network, "");
    TaskGrid.SubNetworks one = new TaskGrid.SubNetworks(1, 1, 0);
    TaskGrid grid =
        ScoringGrid.grid(settings("").scoring(), new TaskGrid.Slots(32, 32), IMAGES, batch, one);
    int batches = (IMAGES + batch - 1) / batch;
    return (batches + grid.shards() - 1) / grid.shards() * batch;
  }

  private static int batch(String network, String text) {
    return ScoringGrid.batch(settings(text).scoring(), NetworkFile.open(network).network());
  }

  private static Settings settings(String text) {
    return Settings.of("scoring.device = cpu\n" + text, Map.of());
  }
}
