package netadapt.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import netadapt.BadInput;
import netadapt.arch.Activation;
import netadapt.arch.Layer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;

/**
 * Weights of a network's first layers from an ONNX model, whoever wrote it: its first convolution
 * is the network's first one and so on, up to the first that is not of the same size, or cannot be
 * read. A smaller kernel becomes the centre of the network's, with zeros around it. Names, strides,
 * padding and activations are not compared.
 *
 * <p>What is normalised after a convolution is taken with it. Where the model has no node for that,
 * as when it is folded in, the convolution's bias is left out and normalisation begins anew: {@code
 * gamma} and {@code variance} are 1, {@code beta} and {@code mean} 0.
 *
 * @param weights of whole layers of the network, all of them finite
 * @param convolutions of the model that they are from
 * @param renormalized of these, those whose normalisation begins anew
 * @param rest where it ends; empty if all of the network's convolutions have weights
 */
public record PretrainedWeights(
    Weights weights, int convolutions, int renormalized, Optional<Rest> rest) {
  /**
   * Layers without weights from the model.
   *
   * @param layer the first of them
   * @param why it has none
   */
  public record Rest(String layer, String why) {}

  /**
   * @param model content of an {@code .onnx} file
   * @param network whose layers want weights, at their full sizes
   * @throws BadInput if it is no such file
   */
  public static PretrainedWeights of(byte[] model, SubNetwork network) {
    return new Taking(new ModelReader(model)).by(network);
  }

  /** Goes through the network's layers and the model's convolutions side by side. */
  private static final class Taking {
    private final ModelReader model;
    private final Map<String, Tensor> taken = new HashMap<>();
    private int next;
    private int renormalized;
    private String unfit = "";

    Taking(ModelReader model) {
      this.model = model;
    }

    PretrainedWeights by(SubNetwork network) {
      for (SubLayer layer : network.layers()) {
        int before = next;
        Map<String, Tensor> own = new HashMap<>();
        if (!take(layer, own)) {
          Rest rest = new Rest(layer.layer().name(), unfit);
          return new PretrainedWeights(new Weights(taken), before, renormalized, Optional.of(rest));
        }
        taken.putAll(own);
      }
      return new PretrainedWeights(new Weights(taken), next, renormalized, Optional.empty());
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

    /** One of the two dense layers of a squeeze-and-excite, which are convolutions in ONNX. */
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
      if (next == model.convolutions()) {
        unfit = "the model has no %sConv".formatted(next == 0 ? "" : "further ");
        return false;
      }
      try {
        ModelConvolution given = model.convolution(next);
        Map<String, Tensor> parameters = fitted(given, layer, in);
        renormalized += layer.batchNorm() && given.normalization().isEmpty() ? 1 : 0;
        own.putAll(parameters);
        next++;
        return true;
      } catch (BadInput reason) {
        unfit = reason.getMessage();
        return false;
      }
    }

    private static Map<String, Tensor> fitted(
        ModelConvolution given, Layer.Convolution layer, int in) {
      int read = layer.depthwise() ? 1 : in;
      int groups = layer.depthwise() ? layer.filters() : 1;
      int[] shape = given.weight().shape();
      boolean fits =
          shape.length == 4
              && shape[0] == layer.filters()
              && shape[1] == read
              && given.groups() == groups
              && shape[2] == shape[3]
              && shape[2] <= layer.kernel()
              && shape[2] % 2 == 1;
      if (!fits) {
        int[] wanted = {layer.filters(), read, layer.kernel(), layer.kernel()};
        throw new BadInput(
            "Conv '%s' has weights %s in groups: %d, but %s needs %s%s in groups: %d"
                .formatted(
                    given.name(),
                    Arrays.toString(shape),
                    given.groups(),
                    layer.name(),
                    Arrays.toString(wanted),
                    layer.kernel() > 1 ? " or a smaller odd kernel" : "",
                    groups));
      }
      Map<String, Tensor> parameters = new FittedConvolution(given, layer, in).parameters();
      if (!parameters.values().stream().allMatch(PretrainedWeights::finite)) {
        throw new BadInput("Conv '%s' has numbers that are too large".formatted(given.name()));
      }
      return parameters;
    }
  }

  private static boolean finite(Tensor tensor) {
    return IntStream.range(0, tensor.length()).allMatch(i -> Float.isFinite(tensor.at(i)));
  }
}
