package netadapt.arch;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parameters of a network, named {@code layer/parameter}.
 *
 * <ul>
 *   <li>convolution: {@code weight [k, k, in, filters]} (depthwise {@code [k, k, filters]}); with
 *       batch normalisation {@code gamma, beta, mean, variance [filters]}, else {@code bias};
 *   <li>squeeze-and-excite: {@code reduce [c, width]}, {@code reduceBias [width]}, {@code expand
 *       [width, c]}, {@code expandBias [c]};
 *   <li>dense: {@code weight [in, units]}, {@code bias [units]};
 *   <li>pixelwise: {@code weight [1, 1, in, channels]}, {@code bias [channels]}.
 * </ul>
 */
public final class Weights implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No parameters. */
  public static final Weights NONE = new Weights(Map.of());

  /** Added to the variance before its root is taken. */
  public static final float BATCH_NORM_EPSILON = 1e-3f;

  private final TreeMap<String, Tensor> tensors;

  /**
   * @param tensors by {@code layer/parameter}; copied
   */
  public Weights(Map<String, Tensor> tensors) {
    this.tensors = new TreeMap<>(tensors);
  }

  /** All parameters by {@code layer/parameter}, in alphabetical order. */
  public Map<String, Tensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  public Tensor tensor(String layer, String parameter) {
    Tensor tensor = tensors.get(layer + "/" + parameter);
    if (tensor == null) {
      throw new IllegalArgumentException("no weights for " + layer + "/" + parameter);
    }
    return tensor;
  }

  /** Those of one layer, under the same names; none if it has none. */
  public Weights of(String layer) {
    return new Weights(tensors.subMap(layer + "/", layer + "0")); // 0 follows the slash
  }

  /** These and others, which replace those of the same name. */
  public Weights with(Weights others) {
    Weights both = new Weights(tensors);
    both.tensors.putAll(others.tensors);
    return both;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weights that && tensors.equals(that.tensors);
  }

  @Override
  public int hashCode() {
    return tensors.hashCode();
  }

  @Override
  public String toString() {
    return "Weights" + tensors.keySet();
  }
}
