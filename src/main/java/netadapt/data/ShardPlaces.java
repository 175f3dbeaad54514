package netadapt.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import netadapt.LiveExecutor;

/** Decides on which executor each shard is computed. */
final class ShardPlaces {
  private ShardPlaces() {}

  /**
   * The place of each shard: where it is kept, unless that executor has its share already. The
   * others are dealt out in order, so that neighbours are together.
   *
   * @param executors at least one
   * @param kept per shard, ids of executors that keep it, among them ones that are gone
   */
  static List<LiveExecutor> of(List<LiveExecutor> executors, List<List<String>> kept) {
    int slots = executors.stream().mapToInt(LiveExecutor::slots).sum();
    Map<String, Integer> used = new HashMap<>();
    ToIntFunction<LiveExecutor> room =
        executor -> {
          long share = ((long) kept.size() * executor.slots() + slots - 1) / slots;
          return (int) share - used.getOrDefault(executor.id(), 0);
        };
    Map<Integer, LiveExecutor> places = new HashMap<>();
    for (int shard = 0; shard < kept.size(); shard++) {
      List<String> keepers = kept.get(shard);
      LiveExecutor keeper =
          executors.stream()
              .filter(executor -> keepers.contains(executor.id()))
              .max(Comparator.comparingInt(room))
              .filter(executor -> room.applyAsInt(executor) > 0)
              .orElse(null);
      if (keeper != null) {
        places.put(shard, keeper);
        used.merge(keeper.id(), 1, Integer::sum);
      }
    }
    Iterator<LiveExecutor> free = free(executors, slots, kept.size(), used).iterator();
    List<LiveExecutor> all = new ArrayList<>();
    for (int shard = 0; shard < kept.size(); shard++) {
      LiveExecutor place = places.get(shard);
      all.add(place == null ? free.next() : place);
    }
    return all;
  }

  /** Every executor as often as it has room, at least as often as there are shards without one. */
  private static List<LiveExecutor> free(
      List<LiveExecutor> executors, int slots, int shards, Map<String, Integer> used) {
    List<LiveExecutor> free = new ArrayList<>();
    long before = 0;
    for (LiveExecutor executor : executors) {
      long until = before + executor.slots();
      long quota = shards * until / slots - shards * before / slots;
      for (int i = used.getOrDefault(executor.id(), 0); i < quota; i++) {
        free.add(executor);
      }
      before = until;
    }
    return free;
  }
}
