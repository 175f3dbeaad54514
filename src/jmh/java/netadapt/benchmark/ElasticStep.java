package netadapt.benchmark;

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
 * What does a training step cost with ordered dropout, channel-level bypass and superkernels, over
 * one of the same network without?
 *
 * <p>Each iteration takes one step of each; the elastic one has draws of its own, as in a training.
 *
 * <pre>submit/benchmark.sh elastic</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 9)
@Fork(1)
public class ElasticStep {
  /** Network and images of a step. */
  @Param({"mobilenet-v1:16", "mobilenet-v3-latency:16", "cifar10:64"})
  public String workload;

  private Workload work;
  private ComputationGraph elastic;
  private ComputationGraph dense;
  private MultiDataSet images;
  private MultiDataSet drawn;
  private long step;

  /** Milliseconds of a step. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Millis {
    /** Of the super-network. */
    public double elastic;

    /** Of the network at its full size. */
    public double dense;
  }

  /** Builds both. */
  @Setup
  public void build() {
    work = Workload.of(workload);
    elastic = work.elastic();
    dense = work.dense();
    images = work.images();
  }

  /** Draws a sub-network for every image. */
  @Setup(Level.Iteration)
  public void draw() {
    drawn = work.images(step++);
  }

  /** One step of each. */
  @Benchmark
  public void steps(Millis millis) {
    millis.elastic = Stopwatch.millis(() -> elastic.fit(drawn));
    millis.dense = Stopwatch.millis(() -> dense.fit(images));
  }
}
