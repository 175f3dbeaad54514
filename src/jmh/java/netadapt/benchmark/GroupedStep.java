package netadapt.benchmark;

import java.util.concurrent.TimeUnit;
import netadapt.nn.Draws;
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
 * What does a training step cost whose images share sub-networks in groups, each computed at its
 * reduced widths, over one whose images have a sub-network each and are computed at full width?
 *
 * <p>Both draw by {@link Draws.Rule#PATH}. Each iteration takes one step of each, with draws of its
 * own, as in a training; a step has {@value #GROUPS} groups.
 *
 * <pre>submit/benchmark.sh grouped</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 31)
@Fork(1)
public class GroupedStep {
  private static final int GROUPS = 4;

  /** Network and images of a step. */
  @Param({"cifar10:64", "mnist:64", "mobilenet-v3-latency:32"})
  public String workload;

  private Workload work;
  private ComputationGraph masked;
  private ComputationGraph grouped;
  private MultiDataSet ownEach;
  private MultiDataSet shared;
  private long step;

  /** Milliseconds of a step. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Millis {
    /** With groups of images that share a sub-network. */
    public double grouped;

    /** With a sub-network for every image. */
    public double masked;
  }

  /** Builds both. */
  @Setup
  public void build() {
    work = Workload.of(workload);
    masked = work.elastic();
    grouped = work.grouped(work.batch() / GROUPS);
  }

  /** Draws the sub-networks of both. */
  @Setup(Level.Iteration)
  public void draw() {
    ownEach = work.images(step, new Draws(Draws.Rule.PATH, 1, GROUPS, 0));
    shared = work.images(step, new Draws(Draws.Rule.PATH, work.batch() / GROUPS, GROUPS, 0));
    step++;
  }

  /** One step of each. */
  @Benchmark
  public void steps(Millis millis) {
    millis.grouped = Stopwatch.millis(() -> grouped.fit(shared));
    millis.masked = Stopwatch.millis(() -> masked.fit(ownEach));
  }
}
