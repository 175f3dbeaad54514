package netadapt.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netadapt.nn.kernels.NativeThreads;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How much faster is a training step than one of the same network in PyTorch, eager and compiled,
 * channels last?
 *
 * <p>Each iteration takes one step of each. All start from the same weights, and must have the same
 * loss in their first steps.
 *
 * <pre>NETADAPT_PYTHON=python3 submit/benchmark.sh torch</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 15)
@Fork(1)
public class TorchStep {
  private static final int CHECKED_STEPS = 3;
  private static final double SAME_LOSS = 2e-3;

  /** Network and images of a step. */
  @Param("cifar10:64")
  public String workload;

  /** Whether every image trains a sub-network of its own. */
  @Param("true")
  public boolean elastic;

  private ComputationGraph ours;
  private MultiDataSet images;
  private TorchProcess eager;
  private TorchProcess compiled;

  /** Milliseconds of a step. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Millis {
    /** Of our layers. */
    public double ours;

    /** Of PyTorch, operation by operation. */
    public double eager;

    /** Of PyTorch's compiler. */
    public double compiled;
  }

  /** Builds the three and takes the steps whose losses must be the same. */
  @Setup
  public void build() throws IOException {
    Workload work = Workload.of(workload);
    ours = elastic ? work.elastic() : work.dense();
    images = elastic ? work.images(1) : work.images();
    Path folder = Path.of("target", "benchmarks", "torch");
    TorchCase.write(
        folder, work.network(), ours, images, Workload.KERNEL_SEGMENTS, NativeThreads.current());
    String python = System.getenv().getOrDefault("NETADAPT_PYTHON", "python3");
    eager = new TorchProcess(python, folder, "eager");
    compiled = new TorchProcess(python, folder, "compiled");
    for (int step = 0; step < CHECKED_STEPS; step++) {
      ours.fit(images);
      for (TorchProcess theirs : List.of(eager, compiled)) {
        double loss = theirs.step().loss();
        if (Math.abs(loss - ours.score()) > SAME_LOSS * ours.score()) {
          throw new IllegalStateException(
              "step %d: PyTorch's loss is %f, ours %f".formatted(step + 1, loss, ours.score()));
        }
      }
    }
  }

  /** Ends PyTorch. */
  @TearDown
  public void end() {
    eager.close();
    compiled.close();
  }

  /** One step of each. */
  @Benchmark
  public void steps(Millis millis) {
    millis.ours = Stopwatch.millis(() -> ours.fit(images));
    millis.eager = eager.step().millis();
    millis.compiled = compiled.step().millis();
  }
}
