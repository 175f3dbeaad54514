package netadapt.task;

/**
 * The share of images whose class is among the k with the highest logits; of equal logits the first
 * counts as higher.
 *
 * @param k at least 1
 */
public record TopK(int k) implements Quality {
  public TopK {
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + " but must be at least 1");
    }
  }

  @Override
  public String name() {
    return "top-" + k;
  }

  @Override
  public double of(float[] outputs, Truth truth) {
    int label = truth.label();
    int higher = 0;
    for (int other = 0; other < outputs.length && higher < k; other++) {
      boolean wins =
          outputs[other] > outputs[label] || outputs[other] == outputs[label] && other < label;
      higher += wins ? 1 : 0;
    }
    return higher < k ? 1 : 0;
  }

  @Override
  public boolean countsImages() {
    return true;
  }

  @Override
  public ScoreUnit unit() {
    return ScoreUnit.SHARE;
  }
}
