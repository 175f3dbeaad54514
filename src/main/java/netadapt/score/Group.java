package netadapt.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;

/**
 * Sub-networks that go through images together, as one model in which they share what they have in
 * common.
 *
 * @param id of no other group of any job
 * @param architectures at least one, each once
 */
public record Group(String id, List<Architecture> architectures) implements Serializable {
  private static final Comparator<LayerSize> BY_SIZE =
      Comparator.comparingInt(LayerSize::filters).thenComparingInt(LayerSize::kernel);

  /** Those that begin alike come one after the other. */
  private static final Comparator<Architecture> BY_LAYERS =
      (a, b) -> {
        for (int i = 0; i < a.sizes().size(); i++) {
          int order = BY_SIZE.compare(a.sizes().get(i), b.sizes().get(i));
          if (order != 0) {
            return order;
          }
        }
        return 0;
      };

  public Group {
    architectures = List.copyOf(architectures);
  }

  /**
   * Deals sub-networks of one super-network out so that those that share much are together.
   *
   * @param count how many groups, at least 1; none is empty
   * @param job a name that no other job has
   */
  public static List<Group> of(List<Architecture> architectures, int count, String job) {
    List<Architecture> ordered = new ArrayList<>(architectures);
    ordered.sort(BY_LAYERS);
    int groups = Math.min(count, ordered.size());
    List<Group> dealt = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      int from = (int) ((long) ordered.size() * group / groups);
      int to = (int) ((long) ordered.size() * (group + 1) / groups);
      dealt.add(new Group(job + "/" + group, List.copyOf(ordered.subList(from, to))));
    }
    return dealt;
  }
}
