package netadapt.task;

/**
 * The share of an image's valid pixels, those whose depth is known, at which the greater of depth
 * and output is less than 1.25 to the power of k times the other; 1 for an image without any.
 *
 * @param k 1 to 3: the literature's δ1 to δ3
 */
public record DeltaShare(int k) implements Quality {
  private static final double RATIO = 1.25;

  public DeltaShare {
    if (k < 1 || k > 3) {
      throw new IllegalArgumentException("k is " + k + " but must be 1 to 3");
    }
  }

  @Override
  public String name() {
    return "delta-" + k;
  }

  @Override
  public double of(float[] outputs, Truth truth) {
    float[] depths = truth.target();
    double most = Math.pow(RATIO, k);
    int valid = 0;
    int near = 0;
    for (int i = 0; i < depths.length; i++) {
      double depth = depths[i];
      if (depth > 0) {
        valid++;
        near += outputs[i] < most * depth && depth < most * outputs[i] ? 1 : 0;
      }
    }
    return valid == 0 ? 1 : (double) near / valid;
  }

  @Override
  public ScoreUnit unit() {
    return ScoreUnit.MEAN_SHARE;
  }
}
