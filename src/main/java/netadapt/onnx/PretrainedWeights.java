package netadapt.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.arch.Activation;
import netadapt.arch.Layer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;

/**
 * Weights of a network's first layers from an ONNX model, whoever wrote it: its first convolution
 * is the network's first one and so on, up to the first that is not of the same size. Names do not
 * matter, nor does anything that is no convolution. A smaller kernel becomes the centre of the
 * network's, with zeros around it.
 *
 * <p>What is normalised after a convolution is taken with it. Where the model has the normalisation
 * folded in, that begins anew: {@code gamma} and {@code variance} are 1, {@code beta} and {@code
 * mean} 0.
 *
 * @param weights of whole layers of the network
 * @param convolutions of the model that they are from
 * @param rest why no more of its convolutions are taken; empty if all are, or the network has no
 *     more layers
 */
public record PretrainedWeights(Weights weights, int convolutions, Optional<String> rest) {
  /**
   * @param name of the model, for messages
   * @param model content of an {@code .onnx} file
   * @param network whose layers want weights, at their full sizes
   * @throws BadInput if it is no such file, or the numbers of a convolution are not in it as
   *     float32
   */
  public static PretrainedWeights of(String name, byte[] model, SubNetwork network) {
    return new Taking(new ModelReader(name, model).convolutions()).by(network);
  }

  /**
   * Finds out whether a file is a model that weights can be taken from.
   *
   * @throws BadInput if not
   */
  public static void check(String name, byte[] model) {
    if (new ModelReader(name, model).convolutions().isEmpty()) {
      throw new BadInput(name + " has no convolution");
    }
  }

  /** Goes through the network's layers and the model's convolutions side by side. */
  private static final class Taking {
    private final List<ModelConvolution> convolutions;
    private final Map<String, Tensor> taken = new HashMap<>();
    private int next;
    private Optional<String> rest = Optional.empty();

    Taking(List<ModelConvolution> convolutions) {
      this.convolutions = convolutions;
    }

    PretrainedWeights by(SubNetwork network) {
      for (SubLayer layer : network.layers()) {
        int before = next;
        Map<String, Tensor> own = new HashMap<>();
        if (!take(layer, own)) {
          return new PretrainedWeights(new Weights(taken), before, rest);
        }
        taken.putAll(own);
      }
      return new PretrainedWeights(new Weights(taken), next, Optional.empty());
    }

    /**
     * @return false if the model has nothing of the layer's size
     */
    private boolean take(SubLayer layer, Map<String, Tensor> own) {
      int in = layer.input().channels();
      if (layer.layer() instanceof Layer.Convolution convolution) {
        return take(convolution, in, own);
      }
      if (layer.layer() instanceof Layer.Pixelwise end) {
        return take(end.convolution(), in, own);
      }
      return !(layer.layer() instanceof Layer.SqueezeExcite squeezing)
          || (take(squeezing, "reduce", in, squeezing.width(), own)
              && take(squeezing, "expand", squeezing.width(), in, own));
    }

    /** One of the two dense layers of a squeeze-and-excite, which are convolutions elsewhere. */
    private boolean take(
        Layer.SqueezeExcite layer, String parameter, int in, int out, Map<String, Tensor> own) {
      String name = layer.name() + "/" + parameter;
      Map<String, Tensor> dense = new HashMap<>();
      if (!take(
          new Layer.Convolution(name, false, out, 1, 1, Activation.NONE, false, 0), in, dense)) {
        return false;
      }
      float[] weight = dense.get(name + "/weight").values();
      own.put(name, new Tensor(new int[] {in, out}, weight));
      own.put(name + "Bias", dense.get(name + "/bias"));
      return true;
    }

    private boolean take(Layer.Convolution layer, int in, Map<String, Tensor> own) {
      if (next == convolutions.size()) {
        return false;
      }
      ModelConvolution given = convolutions.get(next);
      if (!fits(given, layer, in)) {
        rest = Optional.of(mismatch(given, layer, in));
        return false;
      }
      own.putAll(new FittedConvolution(given, layer, in).parameters());
      next++;
      return true;
    }

    private static boolean fits(ModelConvolution given, Layer.Convolution layer, int in) {
      int[] shape = given.weight().shape();
      return shape.length == 4
          && shape[0] == layer.filters()
          && shape[1] == (layer.depthwise() ? 1 : in)
          && given.groups() == (layer.depthwise() ? layer.filters() : 1)
          && shape[2] == shape[3]
          && shape[2] <= layer.kernel()
          && shape[2] % 2 == 1;
    }

    private static String mismatch(ModelConvolution given, Layer.Convolution layer, int in) {
      int[] wanted = {layer.filters(), layer.depthwise() ? 1 : in, layer.kernel(), layer.kernel()};
      return "%s is %s in %d groups, and %s takes %s in %d"
          .formatted(
              given.name(),
              Arrays.toString(given.weight().shape()),
              given.groups(),
              layer.name(),
              Arrays.toString(wanted),
              layer.depthwise() ? layer.filters() : 1);
    }
  }
}
