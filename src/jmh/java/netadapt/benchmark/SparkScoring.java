package netadapt.benchmark;

import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.score.GroupSize;
import netadapt.settings.NetworkFile;

/**
 * A search's first iteration on Spark: how long it takes by the clock, and inside ONNX Runtime.
 *
 * <pre>submit/benchmark.sh scoring</pre>
 */
final class SparkScoring {
  private SparkScoring() {}

  /**
   * @param arguments Spark's master; tasks at once; network; samples; layers that each shrinks;
   *     share of the cost to be saved; images; true for a model for each sample, as if they had
   *     nothing in common
   */
  public static void main(String[] arguments) {
    int slots = Integer.parseInt(arguments[1]);
    SuperNetwork network = NetworkFile.open(arguments[2]).network();
    List<Architecture> samples =
        Proposals.first(
            network,
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]),
            Double.parseDouble(arguments[5]));
    int images = Integer.parseInt(arguments[6]);
    GroupSize size =
        Boolean.parseBoolean(arguments[7])
            ? new GroupSize(samples.size(), 0, 5)
            : ScoredIteration.GROUPED;
    try (ScoredIteration iteration =
        new ScoredIteration(arguments[0], slots, network, images, size)) {
      ScoredIteration.Time time = iteration.score(samples);
      Child.say("seconds", time.seconds());
      Child.say("runtime_seconds", time.runtimeSeconds());
      Child.say("images_per_second", samples.size() * (double) images / time.seconds());
    }
  }
}
