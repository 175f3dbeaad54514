package netadapt.plan;

import java.util.List;
import java.util.OptionalDouble;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.Resource;
import netadapt.settings.Settings;
import netadapt.settings.TeacherSettings;

/**
 * What a plan is made from.
 *
 * @param settings of the run
 * @param network that is searched
 * @param metrics that are known of networks
 * @param guide the one that guides the search
 * @param executors of the cluster
 * @param tasks that an executor runs at a time
 * @param copies of the held-out images that the executors keep, at least 1
 * @param scoringBytes what scoring may need beside the heap of an executor
 */
public record Setup(
    Settings settings,
    SuperNetwork network,
    List<Resource> metrics,
    Resource guide,
    int executors,
    int tasks,
    int copies,
    long scoringBytes) {
  public Setup {
    metrics = List.copyOf(metrics);
  }

  /** The initial network. */
  SubNetwork full() {
    return SubNetwork.full(network);
  }

  /** Its multiply-accumulates. */
  long macs() {
    return MacCount.count(full());
  }

  /**
   * Multiply-accumulates that the teacher of the networks takes for an image; empty if there is
   * none, or it is a model of others, whose work is not known.
   */
  OptionalDouble teacherMacs() {
    boolean known = settings.train().teacher().filter(TeacherSettings::isSupernet).isPresent();
    return known ? OptionalDouble.of(macs()) : OptionalDouble.empty();
  }

  /** Tasks that the cluster runs at a time. */
  int slots() {
    return executors * tasks;
  }

  /** Bytes of an image as the network reads it, with its depths if it has some. */
  public double imageBytes() {
    int depth = settings.data().source().hasDepths() ? Float.BYTES : 0;
    double pixels = (double) network.input().height() * network.input().width();
    return pixels * (network.input().channels() + depth);
  }
}
