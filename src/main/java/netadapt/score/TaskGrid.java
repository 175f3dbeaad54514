package netadapt.score;

import java.util.Arrays;

/**
 * How a scoring job is cut into tasks: one for each group of sub-networks and shard of the images.
 *
 * <p>Where there are more task slots than shards would be worth, the executors keep several copies
 * of every shard, and a copy meets its part of the groups only: an executor then loads few models,
 * and has its images from the job before.
 *
 * @param shards parts of the images, each of whole batches, at least 1
 * @param copies of every shard, at least 1
 */
public record TaskGrid(int shards, int copies) {
  /** What a sub-network costs that shares its layers with many others, to one by itself. */
  private static final double SHARED = 0.7;

  /** A job that is so many times as long as the shortest one is taken, if it has fewer shards. */
  private static final double AS_SHORT = 1.005;

  /** Tasks that a slot has in a job of one group, at most: each takes time by itself. */
  private static final int MOST_TURNS = 4;

  public TaskGrid {
    if (shards < 1 || copies < 1) {
      throw new IllegalArgumentException(
          "shards is %d and copies is %d but both must be at least 1".formatted(shards, copies));
    }
  }

  /**
   * Where tasks may run.
   *
   * @param count tasks that may run at once, at least 1
   * @param executors that run them, all as many, at least 1
   */
  public record Slots(int count, int executors) {}

  /**
   * What is scored together.
   *
   * @param count at least 1
   * @param most that a group may have, at least 1
   * @param loading what loading one takes, in images that it could have scored, 0 or more
   */
  public record SubNetworks(int count, int most, double loading) {}

  /** As many shards as are given, and as many copies as there are slots and executors for. */
  public static TaskGrid ofShards(int shards, Slots slots) {
    return new TaskGrid(shards, Math.max(1, Math.min(slots.count() / shards, slots.executors())));
  }

  /**
   * The fewest shards with which a job takes hardly longer than with the best number of them.
   *
   * @param images 0 or more
   * @param batch images that go through a sub-network together, at least 1
   * @param mostImages of a shard, at least {@code batch}
   * @param subNetworks that are scored together
   */
  public static TaskGrid of(
      Slots slots, int images, int batch, int mostImages, SubNetworks subNetworks) {
    int batches = Math.max(1, (images + batch - 1) / batch);
    int least = (batches + mostImages / batch - 1) / (mostImages / batch);
    int most = Math.min(batches, Math.max(least, MOST_TURNS * slots.count()));
    double[] lengths = new double[most - least + 1];
    for (int shards = least; shards <= most; shards++) {
      TaskGrid grid = ofShards(shards, slots);
      int inShard = (batches + shards - 1) / shards * batch;
      int groups = grid.groups(slots, inShard, subNetworks);
      lengths[shards - least] = grid.length(groups, slots, inShard, subNetworks);
    }
    double shortest = Arrays.stream(lengths).min().orElseThrow();
    int first = 0;
    while (lengths[first] > AS_SHORT * shortest) {
      first++;
    }
    return ofShards(least + first, slots);
  }

  /**
   * How many groups make a job the shortest.
   *
   * @param inShard images of the largest shard
   */
  int groups(Slots slots, int inShard, SubNetworks subNetworks) {
    int least = (subNetworks.count() + subNetworks.most() - 1) / subNetworks.most();
    int best = least;
    double shortest = Double.POSITIVE_INFINITY;
    for (int groups = least; groups <= subNetworks.count(); groups++) {
      double length = length(groups, slots, inShard, subNetworks);
      if (length < shortest) {
        best = groups;
        shortest = length;
      }
    }
    return best;
  }

  /**
   * How long a job takes, in images of one sub-network by itself. Tasks are taken to run where
   * their shard is kept, so that the executor which keeps the most is waited for: Spark gives them
   * to others only after a while.
   */
  private double length(int groups, Slots slots, int inShard, SubNetworks subNetworks) {
    int members = (subNetworks.count() + groups - 1) / groups;
    int ofCopy = (groups + copies - 1) / copies;
    int kept = (shards * copies + slots.executors() - 1) / slots.executors();
    int atOnce = Math.max(1, slots.count() / slots.executors());
    int turns = (kept * ofCopy + atOnce - 1) / atOnce;
    double each = SHARED + (1 - SHARED) / members;
    double loads = Math.min(turns, ofCopy); // slots of an executor load different groups at once
    return members * (turns * inShard * each + loads * subNetworks.loading());
  }
}
