package netadapt.benchmark;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many sub-networks are trained in a second, against training one sampled sub-network per step,
 * as Once-for-All and BigNAS do, on the same layers with as many images?
 *
 * <p>An elastic step of N images trains N sub-networks, one image each; the other trains one, cut
 * out of the super-network, on all N. Each iteration takes one elastic step and one of each of a
 * few sub-networks, which are drawn as the elastic ones are; building their graphs is not counted.
 *
 * <pre>submit/benchmark.sh sampled</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 7)
@Fork(1)
public class SampledStep {
  /** Network and images of a step. */
  @Param({"mobilenet-v1:16", "cifar10:64"})
  public String workload;

  /** Sub-networks trained one per step. */
  @Param("6")
  public int samples;

  private Workload work;
  private ComputationGraph elastic;
  private List<ComputationGraph> sampled;
  private MultiDataSet images;
  private MultiDataSet drawn;
  private long step;

  /** Milliseconds of a step. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Millis {
    /** Of the super-network. */
    public double elastic;

    /** Of one sub-network, the mean of all sampled ones. */
    public double sampled;
  }

  /** Builds the super-network and the sub-networks. */
  @Setup
  public void build() {
    work = Workload.of(workload);
    elastic = work.elastic();
    sampled = work.sampled(samples).stream().map(work::fixed).toList();
    images = work.images();
  }

  /** Draws a sub-network for every image. */
  @Setup(Level.Iteration)
  public void draw() {
    drawn = work.images(step++);
  }

  /** One step of the super-network and one of every sub-network. */
  @Benchmark
  public void steps(Millis millis) {
    millis.elastic = Stopwatch.millis(() -> elastic.fit(drawn));
    double all = Stopwatch.millis(() -> sampled.forEach(graph -> graph.fit(images)));
    millis.sampled = all / samples;
  }
}
