package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TaskGridTest {
  private static final int BATCH = 64;
  private static final int MOST_IMAGES = 1024;
  private static final double LOADING = 5;

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
  void manySlotsAreBusyNearlyAllTheTime() {
    for (int slots : new int[] {1, 2, 3, 4, 8, 16, 48, 64, 128, 256}) {
      TaskGrid grid = grid(slots, 10_000, 200);
      assertThat(busy(grid, slots, 10_000, 200)).as("%d slots", slots).isGreaterThan(0.9);
    }
  }

  @Test
  void groupsAreDealtEvenlyOverTheCopies() {
    TaskGrid grid = new TaskGrid(16, 16);
    assertThat(grid.groups(256, 640, 200, 1, LOADING)).isEqualTo(16);
  }

  @Test
  void groupsAreNoFewerThanTheyHaveToBe() {
    assertThat(new TaskGrid(2, 1).groups(2, 1000, 48, 6, LOADING)).isEqualTo(6);
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

  /** Images that all slots score, to those that they could in the same time. */
  private static double busy(TaskGrid grid, int slots, int images, int subNetworks) {
    int batches = (images + BATCH - 1) / BATCH;
    int inShard = (batches + grid.shards() - 1) / grid.shards() * BATCH;
    int groups = grid.groups(slots, inShard, subNetworks, 1, LOADING);
    int members = (subNetworks + groups - 1) / groups;
    int ofCopy = (groups + grid.copies() - 1) / grid.copies();
    int turns = (ofCopy * grid.copies() * grid.shards() + slots - 1) / slots;
    return (double) images * subNetworks / ((double) slots * turns * members * inShard);
  }
}
