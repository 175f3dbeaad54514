package netadapt.task;

/**
 * The root of the mean squared difference of depths over an image's valid pixels, in metres, below
 * 0 so that higher is better; 0 for an image without any.
 */
public record NegativeRootMeanSquare() implements Quality {
  @Override
  public String name() {
    return "negative-rmse";
  }

  @Override
  public double of(float[] outputs, Truth truth) {
    float[] depths = truth.target();
    int valid = 0;
    double sum = 0;
    for (int i = 0; i < depths.length; i++) {
      if (depths[i] > 0) {
        valid++;
        double difference = (double) outputs[i] - depths[i];
        sum += difference * difference;
      }
    }
    return valid == 0 ? 0 : -Math.sqrt(sum / valid);
  }

  @Override
  public ScoreUnit unit() {
    return ScoreUnit.METRES;
  }
}
