package netadapt.nn;

import java.util.Arrays;
import netadapt.nn.kernels.Views;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph whose minibatches are computed in groups of consecutive images, one after the other, and
 * change the weights once, by the sum of the groups' gradients.
 *
 * <p>So each group is normalised by batch statistics of its own; and if its images share a
 * sub-network, its pass costs what that sub-network costs.
 */
public final class GroupedGraph extends TrainedGraph {
  private static final long serialVersionUID = 1L;

  private final int imagesPerGroup;
  private transient INDArray[] labels = {};
  private transient INDArray sum;

  /**
   * @param imagesPerGroup at least 1; the last group of a minibatch may have fewer
   */
  public GroupedGraph(ComputationGraphConfiguration configuration, int imagesPerGroup) {
    super(configuration);
    this.imagesPerGroup = imagesPerGroup;
  }

  @Override
  public void setLabels(INDArray... targets) {
    super.setLabels(targets);
    labels = targets;
  }

  @Override
  public void computeGradientAndScore() {
    INDArray[] images = getInputs();
    INDArray[] targets = labels;
    long count = images[0].size(0);
    if (count <= imagesPerGroup) {
      super.computeGradientAndScore();
      return;
    }
    double loss = 0;
    for (long from = 0; from < count; from += imagesPerGroup) {
      long to = Math.min(count, from + imagesPerGroup);
      setInputs(part(images, from, to));
      setLabels(part(targets, from, to));
      super.computeGradientAndScore();
      loss += score() * (to - from) / count;
      add(from == 0);
    }
    getFlattenedGradients().assign(sum);
    setInputs(images);
    setLabels(targets);
    setScore(loss);
  }

  private void add(boolean first) {
    if (sum == null) {
      sum = getFlattenedGradients().ulike();
    }
    if (first) {
      sum.assign(getFlattenedGradients());
    } else {
      sum.addi(getFlattenedGradients());
    }
  }

  private static INDArray[] part(INDArray[] arrays, long from, long to) {
    return Arrays.stream(arrays)
        .map(array -> Views.part(array, 0, from, to))
        .toArray(INDArray[]::new);
  }
}
