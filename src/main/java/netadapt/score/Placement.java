package netadapt.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which executor keeps which part of the images. A part stays where it is, unless its executor is
 * lost or has more than its share: then it moves to one that has less, such as a new one.
 */
final class Placement {
  private final int parts;
  private final Map<Integer, String> executors = new HashMap<>();

  /**
   * @param parts how many there are; neighbours go to the same executor
   */
  Placement(int parts) {
    this.parts = parts;
  }

  /**
   * Places the parts on the executors that there are now.
   *
   * @param present at least one; the order counts
   * @return the executor of each part
   */
  List<String> on(List<String> present) {
    int share = (parts + present.size() - 1) / present.size();
    Map<String, Integer> counts = new HashMap<>();
    present.forEach(executor -> counts.put(executor, 0));
    for (int part = 0; part < parts; part++) {
      String kept = executors.get(part);
      if (counts.getOrDefault(kept, share) < share) {
        counts.merge(kept, 1, Integer::sum);
      } else {
        executors.remove(part);
      }
    }
    int next = 0;
    for (int part = 0; part < parts; part++) {
      if (!executors.containsKey(part)) {
        while (counts.get(present.get(next)) == share) {
          next++;
        }
        executors.put(part, present.get(next));
        counts.merge(present.get(next), 1, Integer::sum);
      }
    }
    List<String> placed = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      placed.add(executors.get(part));
    }
    return placed;
  }
}
