package netadapt.benchmark;

import java.util.concurrent.TimeUnit;
import netadapt.arch.SubNetwork;
import netadapt.nn.GraphWeights;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * How much faster is a dense training step (forward, backward, updater) than one of the same
 * network made of Deeplearning4j's own layers, in the better of its two layouts?
 *
 * <p>Each iteration takes one step of each. Deeplearning4j's networks start from our weights and
 * must have as many, and the same loss in their first two steps.
 *
 * <pre>submit/benchmark.sh dense</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(1)
public class DenseStep {
  private static final double SAME_LOSS = 1e-3;

  /** Network and images of a step. */
  @Param("mobilenet-v1:16")
  public String workload;

  private MultiDataSet channelsLast;
  private MultiDataSet channelsFirst;
  private static final int JAVA_WARMUP = 8;

  private ComputationGraph ours;
  private ComputationGraph nhwc;
  private ComputationGraph nchw;

  /** Milliseconds of a step. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Millis {
    /** Of our layers. */
    public double ours;

    /** Of Deeplearning4j's layers, channels last. */
    public double nhwc;

    /** Of Deeplearning4j's layers, channels first. */
    public double nchw;
  }

  /** Builds the three and takes two steps of each. */
  @Setup
  public void build() {
    Workload work = Workload.of(workload);
    SubNetwork network = SubNetwork.full(work.network());
    ours = work.dense();
    var weights = GraphWeights.read(ours);
    nhwc = Deeplearning4jLayers.graph(network, CNN2DFormat.NHWC, Workload.RECIPE, weights);
    nchw = Deeplearning4jLayers.graph(network, CNN2DFormat.NCHW, Workload.RECIPE, weights);
    channelsLast = work.images();
    INDArray images = channelsLast.getFeatures(0).permute(0, 3, 1, 2).dup('c');
    channelsFirst = new MultiDataSet(new INDArray[] {images}, channelsLast.getLabels());
    for (int step = 0; step < 2; step++) {
      ours.fit(channelsLast);
      nhwc.fit(channelsLast);
      nchw.fit(channelsFirst);
      same("NHWC", nhwc);
      same("NCHW", nchw);
    }
    for (int step = 0; step < JAVA_WARMUP; step++) {
      ours.fit(channelsLast); // its loops are Java's to compile; theirs are native
    }
  }

  private void same(String layout, ComputationGraph theirs) {
    long parameters = ours.params().length(); // numParams counts Deeplearning4j's layers alone
    boolean same =
        theirs.params().length() == parameters
            && Math.abs(theirs.score() - ours.score()) <= SAME_LOSS * ours.score();
    if (!same) {
      throw new IllegalStateException(
          "Deeplearning4j's network in %s has %d parameters and loss %f, ours %d and %f"
              .formatted(
                  layout, theirs.params().length(), theirs.score(), parameters, ours.score()));
    }
  }

  /** One step of each. */
  @Benchmark
  public void steps(Millis millis) {
    millis.ours = Stopwatch.millis(() -> ours.fit(channelsLast));
    millis.nhwc = Stopwatch.millis(() -> nhwc.fit(channelsLast));
    millis.nchw = Stopwatch.millis(() -> nchw.fit(channelsFirst));
  }
}
