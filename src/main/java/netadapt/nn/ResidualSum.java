package netadapt.nn;

import java.util.Arrays;
import netadapt.nn.kernels.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sum of a block's input and its branch, the shorter padded with zero channels.
 *
 * <p>Inputs: the block's input, the branch and, if elastic, {@link DrawnSizes}: an image that
 * removes all of the block's layers keeps the block's input alone.
 */
final class ResidualSum extends ElasticLayer {
  private static final long serialVersionUID = 1L;

  /** The block's searched layers in the draws, {@code [from, to)}; equal if not elastic. */
  int drawFrom;

  int drawTo;

  /** For Jackson. */
  ResidualSum() {}

  ResidualSum(String name, int drawFrom, int drawTo, Recipe recipe) {
    super(name, recipe);
    this.drawFrom = drawFrom;
    this.drawTo = drawTo;
  }

  @Override
  ElasticVertex vertex(ElasticVertex.Place place) {
    return new Vertex(place, this);
  }

  private static final class Vertex extends ElasticVertex {
    private final transient ResidualSum layer;
    private transient boolean[] removed;

    Vertex(Place place, ResidualSum layer) {
      super(place, layer);
      this.layer = layer;
    }

    @Override
    INDArray forward(boolean training) {
      INDArray x = inputs[0];
      removed = removed((int) x.size(0));
      long channels = Math.max(x.size(3), inputs[1].size(3));
      INDArray out = buffers.array("out", x.size(0), x.size(1), x.size(2), channels);
      kernels().residualSum(removed, x, inputs[1], out);
      return out;
    }

    @Override
    INDArray[] backward() {
      INDArray[] gradients = new INDArray[inputs.length];
      for (int input = 0; input < 2; input++) {
        gradients[input] = buffers.array("gradient" + input, inputs[input].shape());
        kernels().fit(epsilon, gradients[input]);
      }
      for (int image = 0; image < removed.length; image++) {
        if (removed[image]) {
          Views.part(gradients[1], 0, image, image + 1).assign(0);
        }
      }
      return gradients;
    }

    private boolean[] removed(int images) {
      boolean[] removed = new boolean[images];
      if (layer.drawFrom == layer.drawTo) {
        return removed;
      }
      Arrays.fill(removed, true);
      for (int index = layer.drawFrom; index < layer.drawTo; index++) {
        int[] filters = DrawnSizes.column(inputs[2], index).filters();
        for (int image = 0; image < images; image++) {
          removed[image] &= filters[image] == 0;
        }
      }
      return removed;
    }
  }
}
