package netadapt.data;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;

/**
 * An executor's epochs, kept from round to round: else each round would read again what the round
 * before it has read. They leave when another training reads the same images, and when Java runs
 * out of memory.
 */
final class OpenEpochs {
  private static final Map<StreamedShard.Key, Open> LAST = new HashMap<>();

  private OpenEpochs() {}

  /**
   * A shard's epoch.
   *
   * @param seed of its order
   */
  private record Open(long seed, SoftReference<StreamedEpoch> epoch) {}

  /** The epoch, with what it has in memory if it was the shard's last one. */
  static synchronized StreamedEpoch of(StreamedShard shard, long seed) {
    Open last = LAST.get(shard.key());
    StreamedEpoch kept = last == null || last.seed != seed ? null : last.epoch.get();
    if (kept != null) {
      return kept;
    }
    StreamedEpoch epoch = new StreamedEpoch(shard, seed);
    LAST.values().removeIf(open -> open.epoch.refersTo(null)); // get() would prolong its stay
    LAST.keySet().removeIf(key -> key.isOfAnotherTraining(shard.key()));
    LAST.put(shard.key(), new Open(seed, new SoftReference<>(epoch)));
    return epoch;
  }
}
