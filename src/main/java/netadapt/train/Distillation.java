package netadapt.train;

import java.io.Serializable;

/**
 * How much a teacher's answers count beside the labels. The loss of an image is {@code (1 − share)
 * · H(label, softmax(z)) + share · T² · H(softmax(t / T), softmax(z / T))}, with the cross entropy
 * {@code H}, the logits {@code z} of the network and {@code t} of the teacher, and the temperature
 * {@code T}.
 *
 * @param share of the teacher, in {@code [0, 1]}; 0 if there is none
 * @param temperature more than 0
 * @see <a href="https://arxiv.org/abs/1503.02531">Hinton et al., section 2</a>
 */
public record Distillation(double share, double temperature) implements Serializable {
  /** There is no teacher. */
  public static final Distillation NONE = new Distillation(0, 1);

  /** Whether a teacher is asked. */
  boolean asks() {
    return share > 0;
  }

  /**
   * What the network is trained to give. At a temperature of 1 both cross entropies are of the same
   * softmax, so that their targets are mixed; at others they stand side by side.
   *
   * @param labels {@code [n, classes]}, shares of the classes that sum to 1, smoothed or not
   * @param logits {@code [n][classes]}, the teacher's
   * @return {@code [n, classes]}; or {@code [n, 2 · classes]}, for every image first the labels and
   *     then the teacher's softened shares; as weighted as they count
   */
  float[] targets(float[] labels, float[][] logits) {
    int images = logits.length;
    int classes = labels.length / images;
    int length = temperature == 1 ? classes : 2 * classes;
    float[] targets = new float[images * length];
    for (int image = 0; image < images; image++) {
      double[] shares = softened(logits[image]);
      int at = image * length;
      for (int i = 0; i < classes; i++) {
        double label = (1 - share) * labels[image * classes + i];
        double taught = share * temperature * temperature * shares[i];
        if (temperature == 1) {
          targets[at + i] = (float) (label + taught);
        } else {
          targets[at + i] = (float) label;
          targets[at + classes + i] = (float) taught;
        }
      }
    }
    return targets;
  }

  /** {@code softmax(logits / T)}. */
  private double[] softened(float[] logits) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      greatest = Math.max(greatest, logit);
    }
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp((logits[i] - greatest) / temperature);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }
}
