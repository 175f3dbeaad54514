package netadapt.job;

import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.ParameterCount;
import netadapt.score.ScoringDevice;
import netadapt.score.TaskGrid;
import netadapt.settings.ScoringSettings;
import netadapt.settings.Settings;

/** Into which tasks the settings have scoring cut. */
final class ScoringGrid {
  /** Images of a shard, where there are so many: groups may then be large. */
  private static final int SHARD_IMAGES = 1024;

  /**
   * Multiply-accumulates that a core could have done while it loads a layer: the 54 of {@code
   * mobilenet-v3-latency} take 65 ms, in which a core scores 5 images.
   */
  private static final double LAYER_LOADING = 48e6;

  static final long MEGABYTE = 1_000_000;

  /** How many cores a GPU scores as fast as, about; models are loaded by one. */
  private static final double FASTER_GPU = 25;

  private ScoringGrid() {}

  /**
   * @param images that every network is scored on
   * @param batch see {@link #batch}
   * @param networks that are scored together
   */
  static TaskGrid grid(
      ScoringSettings settings,
      TaskGrid.Slots slots,
      int images,
      int batch,
      TaskGrid.SubNetworks networks) {
    return settings.shards() == 0
        ? TaskGrid.of(slots, images, batch, Math.max(batch, SHARD_IMAGES), networks)
        : TaskGrid.ofShards(settings.shards(), slots);
  }

  /**
   * Sub-networks of one network.
   *
   * @param count that are scored together, at least 1
   */
  static TaskGrid.SubNetworks subNetworks(Settings settings, SuperNetwork network, int count) {
    long bytes = Math.max(1, Float.BYTES * ParameterCount.count(SubNetwork.full(network)));
    long most = settings.scoring().groupMegabytes() * MEGABYTE / bytes;
    return new TaskGrid.SubNetworks(
        count, (int) Math.max(1, Math.min(count, most)), loading(settings, network));
  }

  /** Of so many images, whatever the task slots, so that sums are the same on any cluster. */
  static int shards(int images) {
    return (images + SHARD_IMAGES - 1) / SHARD_IMAGES;
  }

  /**
   * Images that go through a network together; shards hold whole batches. GPUs take as many as
   * their memory has room for, which is not known here: for them, as many as any processor takes.
   */
  static int batch(ScoringSettings settings, SuperNetwork network) {
    if (settings.batch() > 0) {
      return settings.batch();
    }
    return ChosenDevice.gpu(settings)
        ? ScoringDevice.MOST_ON_PROCESSOR
        : ScoringDevice.onProcessor(network);
  }

  /** What loading a sub-network takes, in images that it could have scored. */
  static double loading(Settings settings, SuperNetwork network) {
    double macs = MacCount.count(SubNetwork.full(network));
    double images = LAYER_LOADING * network.convolutions().size() / macs;
    return ChosenDevice.gpu(settings.scoring()) ? FASTER_GPU * images : images;
  }
}
