package netadapt.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netadapt.arch.Architecture;
import netadapt.arch.Shape;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.ImageShard;
import netadapt.onnx.OnnxModel;
import netadapt.score.Group;
import netadapt.settings.NetworkFile;
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
 * How much faster are the samples of an iteration when those of a group go through ONNX Runtime as
 * one model, over a model of its own for each? Only time inside of ONNX Runtime counts, on one
 * thread, and not that of a model's first batch.
 *
 * <p>Each iteration takes the next group both ways, and fails unless all logits are equal to the
 * bit.
 *
 * <pre>submit/benchmark.sh shared</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 16)
@Fork(1)
public class SharedPrefixes {
  private static final int SAMPLES = 200;
  private static final int GROUPS = 16;
  private static final int BATCHES = 2;
  private static final double REDUCTION = 0.025;

  /** Network, images of a batch, and layers that a sample shrinks. */
  @Param({"mobilenet-v3-latency:16:10", "mobilenet-v3-latency:16:1"})
  public String workload;

  /** Images in a folder per class; noise if it is empty. */
  @Param("")
  public String folder;

  private SuperNetwork network;
  private Weights weights;
  private List<Group> groups;
  private TimedBatches batches;
  private int next;

  /** Milliseconds of the batches. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Millis {
    /** As one model. */
    public double merged;

    /** As many. */
    public double separate;
  }

  /** Proposes samples and makes weights and images of noise. */
  @Setup
  public void build() {
    String[] parts = workload.split(":");
    network = NetworkFile.open(parts[0]).network();
    int batch = Integer.parseInt(parts[1]);
    int layers = Integer.parseInt(parts[2]);
    weights = RandomModel.weights(network);
    List<Architecture> samples = Proposals.first(network, SAMPLES, layers, REDUCTION);
    int count = Math.max(1, samples.size() * GROUPS / SAMPLES);
    groups = Group.of(samples, count, "benchmark");
    Shape shape = network.input();
    ImageShard shard =
        folder.isEmpty()
            ? RandomModel.shards(network, batch, 1).get(0)
            : FirstImages.read(folder, batch, shape.height(), shape.width());
    batches = TimedBatches.of(network, shard, BATCHES);
  }

  /** A group both ways. */
  @Benchmark
  public void group(Millis millis) {
    List<SubNetwork> subNetworks =
        groups.get(next++ % groups.size()).architectures().stream()
            .map(architecture -> SubNetwork.of(network, architecture))
            .toList();
    TimedBatches.Timed merged = batches.run(OnnxModel.merge(subNetworks, weights));
    millis.merged = merged.millis();
    millis.separate = 0;
    for (int i = 0; i < subNetworks.size(); i++) {
      SubNetwork subNetwork = subNetworks.get(i);
      TimedBatches.Timed alone =
          batches.run(OnnxModel.write(subNetwork, Slicer.slice(weights, subNetwork), Map.of()));
      millis.separate += alone.millis();
      if (!Arrays.equals(alone.logits().get(0), merged.logits().get(i))) {
        throw new IllegalStateException("sub-network %d has other logits alone".formatted(i));
      }
    }
  }
}
