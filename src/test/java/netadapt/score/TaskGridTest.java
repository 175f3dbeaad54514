package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TaskGridTest {
  private static final int BATCH = 64;
  private static final int MOST_IMAGES = 1024;
  private static final double LOADING = 5;
  private static final int IMAGES = 10_000;
  private static final int MEMBERS = 200;

  @Test
  void oneNetworkIsSpreadOverAllSlots() {
    assertThat(grid(2, 2048, 1)).isEqualTo(new TaskGrid(2, 1));
    assertThat(grid(8, 10_000, 1)).isEqualTo(new TaskGrid(16, 1));
    assertThat(grid(64, 1280, 1).shards()).isEqualTo(20);
  }

  @Test
  void aShardHasNoMoreImagesThanItMay() {
    assertThat(grid(1, 10_000, 200).shards()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void thereAreNoMoreShardsThanBatches() {
    assertThat(grid(64, 1, 1).shards()).isEqualTo(1);
    assertThat(grid(64, 0, 1).shards()).isEqualTo(1);
  }

  @Test
  void manySlotsKeepSeveralCopiesOfTheImages() {
    TaskGrid grid = grid(256, 10_000, 200);
    assertThat(grid.copies()).isGreaterThan(4);
    assertThat(grid.shards() * grid.copies()).isBetween(230, 256);
  }

  @Test
  void slotsAreBusyNearlyAllTheTime() {
    for (int executors : new int[] {1, 2, 3, 4, 5, 7, 8, 16, 48, 64, 128, 256}) {
      for (int each : new int[] {1, 4, 16}) {
        TaskGrid.Slots slots = new TaskGrid.Slots(executors * each, executors);
        assertThat(busy(slots, 4)).as("%d executors of %d", executors, each).isGreaterThan(0.9);
      }
    }
  }

  @Test
  void largeBatchesLeaveManySlotsBusyNearlyAllTheTime() {
    for (int count : new int[] {1, 2, 3, 4, 8, 16, 48, 64, 128, 256}) {
      assertThat(busy(slots(count), BATCH)).as("%d slots", count).isGreaterThan(0.9);
    }
  }

  @Test
  void whereShardsStayExecutorsHaveAsManyOfThem() {
    assertThat(busy(slots(4), BATCH)).isGreaterThan(0.95);
    assertThat(busy(slots(3), 4)).isGreaterThan(0.97);
  }

  @Test
  void groupsAreDealtEvenlyOverTheCopies() {
    TaskGrid grid = new TaskGrid(16, 16);
    assertThat(grid.groups(slots(256), 640, subNetworks(200))).isEqualTo(16);
  }

  @Test
  void slotsOfAnExecutorLoadDifferentGroupsAtOnce() {
    TaskGrid.Slots twoExecutors = new TaskGrid.Slots(64, 2);
    TaskGrid.SubNetworks slowToLoad = new TaskGrid.SubNetworks(200, 12, 125);

    TaskGrid grid = TaskGrid.of(twoExecutors, IMAGES, 4, MOST_IMAGES, slowToLoad);

    assertThat(grid.shards()).isLessThan(12);
  }

  @Test
  void groupsAreNoFewerThanTheyHaveToBe() {
    assertThat(new TaskGrid(2, 1).groups(slots(2), 1000, new TaskGrid.SubNetworks(48, 8, LOADING)))
        .isEqualTo(6);
  }

  @Test
  void givenShardsHaveAsManyCopiesAsThereAreSlotsFor() {
    assertThat(TaskGrid.ofShards(8, new TaskGrid.Slots(64, 16))).isEqualTo(new TaskGrid(8, 8));
    assertThat(TaskGrid.ofShards(8, new TaskGrid.Slots(4, 4))).isEqualTo(new TaskGrid(8, 1));
  }

  @Test
  void anExecutorHasNoCopyTwice() {
    assertThat(TaskGrid.ofShards(8, new TaskGrid.Slots(64, 2))).isEqualTo(new TaskGrid(8, 2));
    assertThat(TaskGrid.ofShards(1, new TaskGrid.Slots(8, 1))).isEqualTo(new TaskGrid(1, 1));
  }

  @Test
  void refusesNone() {
    assertThatThrownBy(() -> new TaskGrid(0, 1)).hasMessageContaining("shards is 0");
    assertThatThrownBy(() -> new TaskGrid(1, 0)).hasMessageContaining("copies is 0");
  }

  @Test
  void memoryForFewSubNetworksMakesTheCopiesMore() {
    TaskGrid.SubNetworks few = new TaskGrid.SubNetworks(200, 12, LOADING);
    TaskGrid grid = TaskGrid.of(new TaskGrid.Slots(256, 256), 10_000, BATCH, MOST_IMAGES, few);
    assertThat(grid.copies()).isGreaterThan(grid(256, 10_000, 200).copies());
  }

  private static TaskGrid.SubNetworks subNetworks(int count) {
    return new TaskGrid.SubNetworks(count, count, LOADING);
  }

  private static TaskGrid grid(int slots, int images, int subNetworks) {
    return TaskGrid.of(
        new TaskGrid.Slots(slots, slots), images, BATCH, MOST_IMAGES, subNetworks(subNetworks));
  }

  private static TaskGrid.Slots slots(int count) {
    return new TaskGrid.Slots(count, count);
  }

  /**
   * The share of a job that slots score for, if no task leaves the executor of its shard, loading
   * takes no time and sub-networks share nothing.
   */
  private static double busy(TaskGrid.Slots slots, int batch) {
    TaskGrid grid = TaskGrid.of(slots, IMAGES, batch, MOST_IMAGES, subNetworks(MEMBERS));
    double end = 0;
    for (int executor = 0; executor < slots.executors(); executor++) {
      end = Math.max(end, end(slots, batch, grid, executor));
    }
    return (double) IMAGES * MEMBERS / slots.count() / end;
  }

  /** When an executor's last task ends, which takes the next one as soon as it has a slot. */
  private static double end(TaskGrid.Slots slots, int batch, TaskGrid grid, int executor) {
    int batches = (IMAGES + batch - 1) / batch;
    int inShard = (batches + grid.shards() - 1) / grid.shards() * batch;
    int groups = grid.groups(slots, inShard, subNetworks(MEMBERS));
    int kept = grid.shards() * grid.copies();
    double[] ends = new double[slots.count() / slots.executors()];
    for (int group = 0; group < groups; group++) {
      int first = group % grid.copies() * grid.shards();
      int from = Math.max(first, kept * executor / slots.executors());
      int to = Math.min(first + grid.shards(), kept * (executor + 1) / slots.executors());
      int members = MEMBERS * (group + 1) / groups - MEMBERS * group / groups;
      for (int shard = from - first; shard < to - first; shard++) {
        int more = shard < batches % grid.shards() ? 1 : 0;
        Arrays.sort(ends);
        ends[0] += (double) members * (batches / grid.shards() + more) * batch;
      }
    }
    return Arrays.stream(ends).max().orElseThrow();
  }
}
