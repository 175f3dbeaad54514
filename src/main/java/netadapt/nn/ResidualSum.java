package netadapt.nn;

import java.util.Arrays;
import java.util.SplittableRandom;
import netadapt.Seeds;
import netadapt.nn.kernels.Views;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The sum of a block's input and its branch, or of what a block gives and its skip; the shorter is
 * padded with zero channels.
 *
 * <p>Inputs: the two and, if a branch is elastic, {@link DrawnSizes}: an image that removes all of
 * the block's layers keeps the block's input alone. If not, a step of a training may do the same to
 * an image by chance, and divides the branches that survive by the share that does; what is drawn
 * follows from the seed that ND4J's generator has been given.
 *
 * @see <a href="https://arxiv.org/abs/1603.09382">Deep Networks with Stochastic Depth</a>
 */
final class ResidualSum extends ElasticLayer {
  private static final long serialVersionUID = 1L;

  /** The block's searched layers in the draws, {@code [from, to)}; equal if not elastic. */
  int drawFrom;

  int drawTo;

  /** Share of the images whose branch is added in training; 1 in models that do not say. */
  double survival = 1;

  /** For Jackson. */
  ResidualSum() {}

  private ResidualSum(String name, int drawFrom, int drawTo, double survival, Recipe recipe) {
    super(name, recipe);
    this.drawFrom = drawFrom;
    this.drawTo = drawTo;
    this.survival = survival;
  }

  /**
   * Of a super-network.
   *
   * @param drawFrom first of the block's searched layers in the draws
   * @param drawTo past the last one
   */
  static ResidualSum elastic(String name, int drawFrom, int drawTo, Recipe recipe) {
    return new ResidualSum(name, drawFrom, drawTo, 1, recipe);
  }

  /**
   * Of one network.
   *
   * @param survival share of the images whose branch is added in training, in {@code (0, 1]}
   */
  static ResidualSum fixed(String name, double survival, Recipe recipe) {
    return new ResidualSum(name, 0, 0, survival, recipe);
  }

  /** Of what a block gives and its skip, which is always added. */
  static ResidualSum skip(String name, Recipe recipe) {
    return new ResidualSum(name, 0, 0, 1, recipe);
  }

  @Override
  ElasticVertex vertex(ElasticVertex.Place place) {
    return new Vertex(place, this);
  }

  private static final class Vertex extends ElasticVertex {
    private final transient ResidualSum layer;
    private transient boolean[] removed;

    /** Whether the last pass divided the branches that are left. */
    private transient boolean divided;

    Vertex(Place place, ResidualSum layer) {
      super(place, layer);
      this.layer = layer;
    }

    @Override
    INDArray forward(boolean training) {
      INDArray x = inputs[0];
      INDArray branch = inputs[1];
      removed = removed((int) x.size(0));
      divided = training && layer.survival < 1;
      if (divided) {
        drop();
        branch = scratch("divided", branch.shape());
        kernels().scaleChannels(inputs[1], factors(), branch);
      }
      long channels = Math.max(x.size(3), branch.size(3));
      INDArray out = buffers.array("out", x.size(0), x.size(1), x.size(2), channels);
      kernels().residualSum(removed, x, branch, out);
      return out;
    }

    @Override
    INDArray[] backward() {
      INDArray[] gradients = new INDArray[inputs.length];
      gradients[0] = buffers.array("gradient0", inputs[0].shape());
      gradients[1] = buffers.array("gradient1", inputs[1].shape());
      kernels().fit(epsilon, gradients[0]);
      if (divided) {
        INDArray undivided = scratch("undivided", inputs[1].shape());
        kernels().fit(epsilon, undivided);
        kernels().scaleChannels(undivided, factors(), gradients[1]);
      } else {
        kernels().fit(epsilon, gradients[1]);
      }
      for (int image = 0; image < removed.length; image++) {
        if (removed[image]) {
          Views.part(gradients[1], 0, image, image + 1).assign(0);
        }
      }
      return gradients;
    }

    private void drop() {
      SplittableRandom random = Seeds.random(Nd4j.getRandom().nextLong(), layer.name);
      for (int image = 0; image < removed.length; image++) {
        removed[image] = random.nextDouble() >= layer.survival;
      }
    }

    /** {@code [n, 1, 1, c]}, for every channel of the branch. */
    private INDArray factors() {
      INDArray factors = scratch("factors", inputs[1].size(0), 1, 1, inputs[1].size(3));
      return factors.assign(1 / layer.survival);
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
