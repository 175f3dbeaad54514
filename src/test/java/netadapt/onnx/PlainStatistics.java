package netadapt.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.arch.MaskedNetwork;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;

/**
 * The oracle for measured statistics: layer after layer, in doubles, what its filters give for
 * every image of the batch once all layers before it are normalised by the batch's own statistics.
 */
public final class PlainStatistics {
  private PlainStatistics() {}

  /**
   * @param weights of the whole super-network
   * @param batch images {@code [height, width, channels]}
   * @return the weights with {@code mean} and {@code variance} of the batch, for filters that
   *     remain
   */
  public static Weights of(SubNetwork sub, Weights weights, List<float[]> batch) {
    Weights measured = weights;
    for (SubLayer layer : sub.layers()) {
      if (layer.normalized()) {
        measured = measured.with(of(sub, layer, measured, batch));
      }
    }
    return measured;
  }

  private static Weights of(SubNetwork sub, SubLayer layer, Weights weights, List<float[]> batch) {
    String name = layer.layer().name();
    List<List<Double>> values = new ArrayList<>();
    for (int filter = 0; filter < layer.filters(); filter++) {
      values.add(new ArrayList<>());
    }
    for (float[] image : batch) {
      MaskedNetwork.logits(
          sub.network(),
          sub.architecture(),
          weights,
          image,
          (seen, filter, value) -> {
            if (seen.name().equals(name)) {
              values.get(filter).add(value);
            }
          });
    }
    float[] mean = weights.tensor(name, "mean").values();
    float[] variance = weights.tensor(name, "variance").values();
    for (int filter = 0; filter < layer.filters(); filter++) {
      double average = average(values.get(filter));
      mean[filter] = (float) average;
      variance[filter] =
          (float)
              average(values.get(filter).stream().map(x -> (x - average) * (x - average)).toList());
    }
    int[] shape = {mean.length};
    Map<String, Tensor> own = new HashMap<>();
    own.put(name + "/mean", new Tensor(shape, mean));
    own.put(name + "/variance", new Tensor(shape, variance));
    return new Weights(own);
  }

  private static double average(List<Double> values) {
    return values.stream().mapToDouble(x -> x).average().orElseThrow();
  }
}
