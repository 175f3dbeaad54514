package netadapt.measure;

import java.util.List;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.measure.Timing.NodeTime;
import netadapt.onnx.OnnxModel;
import netadapt.onnx.OnnxStopwatch;

/** Measures networks on this machine, by ONNX Runtime. */
final class NetworkTimer {
  private final OnnxStopwatch stopwatch;
  private final OnnxStopwatch.Often often;

  NetworkTimer(MeasurementEffort effort) {
    stopwatch = effort.stopwatch();
    often = effort.often();
  }

  /** Measures a network once. */
  Timing time(SubNetwork network, int number, int pass) {
    byte[] model = model(network);
    Shape image = network.network().input();
    OnnxStopwatch.Runs whole = stopwatch.whole(model, image, often);
    int runs = whole.micros().length;
    List<NodeTime> nodes =
        stopwatch.nodes(model, image, runs).stream()
            .map(
                node ->
                    new NodeTime(node.name(), node.operator(), Typical.of(node.micros()).value()))
            .toList();
    Typical micros = Typical.of(whole.micros());
    return new Timing(number, pass, runs, micros.value(), micros.spread(), whole.waited(), nodes);
  }

  /** The network as ONNX, with weights that are made up. */
  static byte[] model(SubNetwork network) {
    return OnnxModel.outline(network, MadeUpWeights.of(network));
  }
}
