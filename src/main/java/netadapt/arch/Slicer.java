package netadapt.arch;

import java.util.HashMap;
import java.util.Map;

/**
 * Cuts a sub-network's weights out of the shared weights: the first filters, the first input
 * channels, the centre of the kernel.
 */
public final class Slicer {
  private Slicer() {}

  /**
   * @param shared weights of the whole super-network
   * @param subNetwork what to cut out
   * @return its weights, with nothing for layers that are removed or have no filters
   */
  public static Weights slice(Weights shared, SubNetwork subNetwork) {
    Map<String, Tensor> cut = new HashMap<>();
    for (SubNetwork.SubLayer layer : subNetwork.layers()) {
      slice(shared, layer, cut);
    }
    return new Weights(cut);
  }

  /**
   * @param shared weights of the whole super-network
   * @param layer of a sub-network
   * @return the layer's weights, none if it has no filters
   */
  public static Weights slice(Weights shared, SubNetwork.SubLayer layer) {
    Map<String, Tensor> cut = new HashMap<>();
    slice(shared, layer, cut);
    return new Weights(cut);
  }

  /**
   * Puts a sub-network's weights back where {@link #slice(Weights, SubNetwork)} cuts them out.
   *
   * @param shared weights of the whole super-network
   * @param own weights of one of its sub-networks
   * @return the shared weights with the sub-network's in their places
   */
  public static Weights overlay(Weights shared, Weights own) {
    Map<String, Tensor> changed = new HashMap<>();
    own.tensors()
        .forEach(
            (name, tensor) -> {
              Tensor whole = shared.tensors().get(name);
              int[] from = new int[tensor.shape().length];
              if (from.length > 2) { // a kernel, of which a smaller one is the centre
                from[0] = (whole.size(0) - tensor.size(0)) / 2;
                from[1] = (whole.size(1) - tensor.size(1)) / 2;
              }
              changed.put(name, whole.with(from, tensor));
            });
    return shared.with(new Weights(changed));
  }

  /**
   * Those of another network's weights that are of layers with the same name and size.
   *
   * @param others weights of the other network
   * @param network that they may fit
   * @return weights of whole layers; none if no layer is like one of the other network
   */
  public static Weights fitting(Weights others, SubNetwork network) {
    Weights fitting = Weights.NONE;
    for (SubNetwork.SubLayer layer : network.layers()) {
      Weights own = others.of(layer.layer().name());
      if (fit(own, layer)) {
        fitting = fitting.with(own);
      }
    }
    return fitting;
  }

  private static boolean fit(Weights own, SubNetwork.SubLayer layer) {
    try {
      return !own.tensors().isEmpty() && slice(own, layer).equals(own);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) { // it lacks something
      return false;
    }
  }

  private static void slice(Weights shared, SubNetwork.SubLayer sub, Map<String, Tensor> cut) {
    String name = sub.layer().name();
    int in = sub.input().channels();
    if (sub.layer() instanceof Layer.Convolution convolution) {
      if (sub.filters() > 0) {
        slice(shared, sub, convolution, cut);
      }
    } else if (sub.layer() instanceof Layer.SqueezeExcite squeezeExcite) {
      int width = squeezeExcite.width();
      put(cut, shared, name, "reduce", in, width);
      put(cut, shared, name, "reduceBias", width);
      put(cut, shared, name, "expand", width, in);
      put(cut, shared, name, "expandBias", in);
    } else if (sub.layer() instanceof Layer.Pixelwise end) {
      put(cut, shared, name, "weight", 1, 1, in, end.channels());
      put(cut, shared, name, "bias", end.channels());
    } else if (sub.layer() instanceof Layer.Dense dense) {
      put(cut, shared, name, "weight", in, dense.units());
      put(cut, shared, name, "bias", dense.units());
    }
  }

  private static void slice(
      Weights shared,
      SubNetwork.SubLayer sub,
      Layer.Convolution convolution,
      Map<String, Tensor> cut) {
    String name = convolution.name();
    Tensor weight = shared.tensor(name, "weight");
    int k = sub.kernel();
    int centre = (weight.size(0) - k) / 2;
    int filters = sub.filters();
    cut.put(
        name + "/weight",
        convolution.depthwise()
            ? weight.box(new int[] {centre, centre, 0}, new int[] {k, k, filters})
            : weight.box(
                new int[] {centre, centre, 0, 0},
                new int[] {k, k, sub.input().channels(), filters}));
    if (convolution.batchNorm()) {
      for (String parameter : new String[] {"gamma", "beta", "mean", "variance"}) {
        put(cut, shared, name, parameter, filters);
      }
    } else {
      put(cut, shared, name, "bias", filters);
    }
  }

  private static void put(
      Map<String, Tensor> cut, Weights shared, String layer, String parameter, int... size) {
    Tensor tensor = shared.tensor(layer, parameter);
    cut.put(layer + "/" + parameter, tensor.box(new int[size.length], size));
  }
}
