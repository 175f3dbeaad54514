package netadapt.benchmark;

import java.util.Optional;
import netadapt.arch.Weights;
import netadapt.nn.GraphWeights;
import netadapt.train.Checkpoints;
import netadapt.train.TrainingState;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/** Lets the benchmarks read the weights of a training that is not over. */
public final class CheckpointWeights {
  private CheckpointWeights() {}

  /**
   * The moving average of the weights at the last checkpoint, if there is one.
   *
   * @param folder of the training
   */
  public static Optional<Weights> latest(Path folder, Configuration hadoop) {
    return new Checkpoints(folder.toString(), hadoop).latest().map(CheckpointWeights::averaged);
  }

  private static Weights averaged(TrainingState state) {
    ComputationGraph graph = state.graph();
    graph.params().assign(Nd4j.create(state.average()).reshape(graph.params().shape()));
    return GraphWeights.read(graph);
  }
}
