package netadapt.job;

import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.score.ScoringDevice;
import netadapt.score.TaskGrid;
import netadapt.settings.ScoringSettings;
import netadapt.settings.Settings;

/** Into which tasks the settings have scoring cut. */
final class ScoringTasks {
  /** Images of a shard, where there are so many: groups may then be large. */
  static final int SHARD_IMAGES = 1024;

  /**
   * Multiply-accumulates that a core could have done while it loads a layer: the 54 of {@code
   * mobilenet-v3-latency} take 65 ms, in which a core scores 5 images.
   */
  private static final double LAYER_LOADING = 48e6;

  /** How many cores a GPU scores as fast as, about; models are loaded by one. */
  private static final double FASTER_GPU = 25;

  private ScoringTasks() {}

  /**
   * @param images that every network is scored on
   * @param networks that are scored together, at least 1
   * @param loading what loading one takes, in images that it could have scored
   */
  static TaskGrid grid(
      ScoringSettings settings, TaskGrid.Slots slots, int images, int networks, double loading) {
    int batch = batch(settings);
    return settings.shards() == 0
        ? TaskGrid.of(slots, images, batch, Math.max(batch, SHARD_IMAGES), networks, loading)
        : TaskGrid.ofShards(settings.shards(), slots);
  }

  /** Images that go through a network together; shards have whole batches. */
  static int batch(ScoringSettings settings) {
    return settings.batch() == 0 ? ScoringDevice.MOST_ON_PROCESSOR : settings.batch();
  }

  /** What loading a sub-network takes, in images that it could have scored. */
  static double loading(Settings settings, SuperNetwork network) {
    double macs = MacCount.count(SubNetwork.full(network));
    double images = LAYER_LOADING * network.convolutions().size() / macs;
    return ChosenDevice.gpu(settings.scoring()) ? FASTER_GPU * images : images;
  }
}
